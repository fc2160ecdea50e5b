package io.sparkformer.model.operation;

import io.sparkformer.model.operation.NativeOperation.Arguments;
import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.KeyRuns;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an attention pattern allows, as an array. Made where it is needed of where each query's runs of keys begin and end: a constant of
 * n x n numbers would be a gigabyte at 16,384 tokens, and stand in the graph whether anything reads it or not.
 */
final class PatternMask {
    /** The most tokens of which the pairs can be counted by integers. */
    private static final int MOST_TOKENS = 46_339;

    private final Tensor like;
    private final AttentionPattern pattern;
    private final int tokens;

    private PatternMask(Tensor like, AttentionPattern pattern) {
        this.like = like;
        this.pattern = pattern;
        this.tokens = Math.toIntExact(like.dimension(3));
        if (tokens > MOST_TOKENS) {
            throw new IllegalArgumentException(
                    "a pattern over " + tokens + " tokens: there may be at most " + MOST_TOKENS + "; cut the sequence");
        }
    }

    /**
     * 1 where a query may hear a key and 0 elsewhere.
     *
     * @param like [B, H, n, n], gives the graph, the element type and n
     * @param heads H
     * @return [1, n, n] where all heads hear alike, else [H, n, n]
     */
    static Tensor of(Tensor like, AttentionPattern pattern, int heads) {
        PatternMask mask = new PatternMask(like, pattern);
        Tensor[] masks = IntStream.range(0, pattern.differsByHead() ? heads : 1)
                .mapToObj(mask::ofHead)
                .toArray(Tensor[]::new);
        return masks.length == 1 ? masks[0] : Shaping.concatenate(0, masks);
    }

    private Tensor ofHead(int head) {
        int[] ends = ends(KeyRuns.of(pattern, tokens, head).runs());
        if (ends.length == 0) {
            return Constants.zeros(like, 1, tokens, tokens);
        }
        double[] signs = new double[ends.length];
        for (int end = 0; end < ends.length; end++) {
            signs[end] = end % 2 == 0 ? 1 : -1;
        }
        String name = "head " + head + " of " + tokens + " tokens by " + pattern;
        Tensor changes = sums(
                Constants.reals(like, "signs of " + name, signs, ends.length, 1, 1),
                Constants.integers(like, "ends of " + name, ends, ends.length),
                tokens * (tokens + 1L));
        return Shaping.slice(running(Shaping.reshape(changes, 1, tokens, tokens + 1L)), 2, 0, tokens);
    }

    /** Where runs begin and have ended, in rows of one more place than there are tokens. */
    private int[] ends(int[][] runs) {
        return IntStream.range(0, tokens)
                .flatMap(query -> Arrays.stream(runs[query]).map(end -> query * (tokens + 1) + end))
                .toArray();
    }

    private static Tensor sums(Tensor values, Tensor places, long length) {
        return NativeOperation.declare(
                "unsorted_segment_sum",
                List.of(values, places),
                new long[] {length, 1, 1},
                Arguments.integers(length),
                (y, dy) -> Arrays.asList(null, null));
    }

    /** The sum of each element and those before it along the last of three axes. */
    private static Tensor running(Tensor x) {
        return NativeOperation.declare(
                "cumsum", List.of(x), x.shape(), Arguments.integers(0, 0, 2), (y, dy) -> Arrays.asList((Tensor) null));
    }
}
