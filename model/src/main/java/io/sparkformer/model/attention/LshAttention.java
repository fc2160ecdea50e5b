package io.sparkformer.model.attention;

import io.sparkformer.model.layer.AttentionMechanism;

/**
 * Reformer's attention by locality-sensitive hashing (Kitaev et al. 2020, section 2). Queries are keys too, of length 1 as keys. Tokens are
 * sorted by their hash, the direction among b that they are nearest to, and hear their own chunk of c sorted tokens and the one before it,
 * the first chunk the last one. Time and memory grow with rounds n c.
 *
 * <p>A token hears itself only if it hears nobody else. Several rounds hash by other directions, and what a token hears is the softmax over all that
 * it meets in any of them. In a causal model a token hears none that comes later, but who meets whom depends on all.
 *
 * <p>The directions are drawn for each round, layer, head, sample and step of training; where a model is used they are those of a seed. A row is filled up to a
 * multiple of the chunk; what is not there is hashed behind all others.
 *
 * @param chunk c, tokens of a chunk; b is twice as many as half of the chunks there are, so that a chunk is about a bucket
 * @param rounds how many times tokens are hashed
 * @param seed of the directions outside training
 */
public record LshAttention(int chunk, int rounds, long seed) implements BlockAttention {
    /** Checks the sizes. */
    public LshAttention {
        Require.atLeast("chunk", chunk, 1);
        Require.atLeast("rounds", rounds, 1);
    }

    @Override
    public AttentionMechanism at(AttentionPlace place) {
        return new LshMechanism(this, place);
    }

    /** b for so many chunks. */
    static int buckets(int chunks) {
        return (chunks + 1) / 2 * 2;
    }

    /** It serves all. */
    @Override
    public void requireFit(int tokens, boolean causal) {}
}
