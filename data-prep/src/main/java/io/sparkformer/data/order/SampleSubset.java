package io.sparkformer.data.order;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * So many samples of a split, drawn without replacement: a pure function of (seed, size). Of one seed a smaller subset is
 * part of every larger one, so that training on more samples is training on the same and further ones.
 *
 * <p>The samples keep the order that they have in the split, so that neighbours in the subset lie as near to each other
 * as can be when they are read. That takes 8 bytes for each; the subset of all samples takes none.
 *
 * <p>Immutable.
 */
public final class SampleSubset {
    private static final long SUBSET = 3;

    private final long size;
    private final long @Nullable [] chosen;

    private SampleSubset(long size, long @Nullable [] chosen) {
        this.size = size;
        this.chosen = chosen;
    }

    /** All samples of a split that has so many. */
    public static SampleSubset all(long samples) {
        return new SampleSubset(samples, null);
    }

    /**
     * A subset.
     *
     * @param samples how many the split has
     * @param size how many of them are wanted
     * @param seed of the experiment; another one draws other samples
     */
    public static SampleSubset of(long samples, int size, long seed) {
        if (size < 1 || size > samples) {
            throw new IllegalArgumentException(
                    "a subset of " + size + " samples: it must have from 1 to the split's " + samples);
        }
        BlockPermutation permutation = new BlockPermutation(samples, seed, 0, SUBSET);
        long[] chosen = LongStream.range(0, size).map(permutation::forward).toArray();
        Arrays.sort(chosen);
        return new SampleSubset(size, chosen);
    }

    /** How many samples it has. */
    public long size() {
        return size;
    }

    /** The number in the split of the subset's sample {@code index}, from 0 to size - 1. */
    public long sample(long index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("sample " + index + " of a subset of " + size);
        }
        return chosen == null ? index : chosen[(int) index];
    }
}
