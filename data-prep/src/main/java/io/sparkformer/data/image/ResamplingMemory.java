package io.sparkformer.data.image;

import org.jspecify.annotations.Nullable;

/**
 * What resampling keeps from picture to picture: the working memory, and the weights for the last sizes, since most
 * pictures of a set have one of a few. Not thread-safe.
 */
final class ResamplingMemory {
    /** Words that are kept; what a larger picture needs is its own. */
    private static final int MOST_WORDS = 1 << 20;

    private @Nullable FilterWeights columns;
    private @Nullable FilterWeights rows;
    private int[] words = {};

    /** {@link FilterWeights#of} for the columns of a picture. */
    FilterWeights columns(int available, double from, double length, int target) {
        columns = weights(columns, available, from, length, target);
        return columns;
    }

    /** {@link FilterWeights#of} for the rows of a picture. */
    FilterWeights rows(int available, double from, double length, int target) {
        rows = weights(rows, available, from, length, target);
        return rows;
    }

    private static FilterWeights weights(
            @Nullable FilterWeights last, int available, double from, double length, int target) {
        return last != null && last.areFor(available, from, length, target)
                ? last
                : FilterWeights.of(available, from, length, target);
    }

    /** An array of at least so many words with any content, which the next call gives away again. */
    int[] words(int count) {
        if (count > MOST_WORDS) {
            return new int[count];
        }
        if (words.length < count) {
            words = new int[count];
        }
        return words;
    }
}
