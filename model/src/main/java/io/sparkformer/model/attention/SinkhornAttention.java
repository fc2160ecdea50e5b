package io.sparkformer.model.attention;

import io.sparkformer.model.layer.AttentionMechanism;
import java.util.OptionalInt;

/**
 * Sparse Sinkhorn attention (Tay et al. 2020, sections 3 and 4): blocks of keys and values are sorted by a matrix that is nearly a permutation,
 * and a block of queries hears its own block and the one that has been sorted to its place. Time and memory grow with n b and (n / b)^2.
 *
 * <p>How well block j suits the place of block i is the product of the mean query of i and the mean key of j, so that a layer has no
 * parameters of its own and serves any length; normalising rows and columns in turns makes of it the matrix (Sinkhorn 1964). There is no
 * Gumbel noise. In a causal model only blocks before the own one are sorted to its place, the query is the mean of all tokens up to the block's first,
 * and columns are normalised over rows so far.
 *
 * <p>A row is filled up to a multiple of the block. Tokens that are not there are sorted as zeros, and what is sorted is heard as much as there are tokens in
 * it.
 *
 * @param block b, tokens of a block
 * @param iterations how many times rows and columns are normalised
 * @param temperature by which what suits is divided; towards 0 the matrix becomes a permutation
 * @param cut SortCut: all tokens hear the first so many sorted blocks, and no block of their own; time and memory grow with n cut b. Not causal
 */
public record SinkhornAttention(int block, int iterations, double temperature, OptionalInt cut)
        implements BlockAttention {
    /** Checks the sizes. */
    public SinkhornAttention {
        Require.atLeast("block", block, 1);
        Require.atLeast("iterations", iterations, 1);
        Require.atLeast("cut", cut.orElse(1), 1);
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature = " + temperature + ": must be above 0");
        }
    }

    @Override
    public AttentionMechanism at(AttentionPlace place) {
        return new SinkhornMechanism(this, place);
    }

    @Override
    public void requireFit(int tokens, boolean causal) {
        if (causal && cut.isPresent()) {
            throw new IllegalArgumentException("sorted blocks that all tokens hear, cut = " + cut.getAsInt()
                    + ", in a causal model: they have what comes later; leave cut out");
        }
        int blocks = (tokens + block - 1) / block;
        if (cut.orElse(1) > blocks) {
            throw new IllegalArgumentException("cut = " + cut.getAsInt() + " of " + blocks + " blocks: " + tokens
                    + " tokens have no more of " + block + "; choose fewer, or smaller blocks");
        }
    }
}
