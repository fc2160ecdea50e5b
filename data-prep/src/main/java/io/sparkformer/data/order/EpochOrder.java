package io.sparkformer.data.order;

import org.jspecify.annotations.Nullable;

/**
 * The order in which an epoch visits the samples of a split, a pure function of (seed, epoch). Single samples at random
 * places would be one small request each to an object store; so the blocks of the split are permuted, the permuted
 * blocks are taken {@code windowBlocks} at a time, and the samples of such a window are permuted. A window is all that
 * is ever held, and all that a reader needs to cache.
 *
 * <p>A sample's place in the next epoch is independent of its place in this one, up to the windows: samples of one block
 * always stay within one window of each other.
 *
 * <p>Thread-safe.
 */
public final class EpochOrder {
    private static final long BLOCKS = 1;
    private static final long RECORDS = 2;

    private final long samples;
    private final int blockRecords;
    private final int windowBlocks;
    private final long seed;
    private final long blocks;
    /** By how many samples the last block of the split is short. */
    private final long deficit;

    /** The window in use; replaced as a whole. */
    private volatile @Nullable Window cached;

    /**
     * An order.
     *
     * @param samples how many the split has
     * @param blockRecords samples per block; take {@code ImageSchema.blockRecords()} and cut shards at whole blocks
     * @param windowBlocks blocks that are mixed with each other
     * @param seed of the experiment
     */
    public EpochOrder(long samples, int blockRecords, int windowBlocks, long seed) {
        if (samples < 1) {
            throw new IllegalArgumentException("a split of " + samples + " samples has no order: prepare more images");
        }
        if (blockRecords < 1 || windowBlocks < 1 || (long) blockRecords * windowBlocks > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("window-blocks = " + windowBlocks + " with " + blockRecords
                    + " samples per block: set it between 1 and "
                    + (Integer.MAX_VALUE - 8) / Math.max(1, blockRecords));
        }
        this.samples = samples;
        this.blockRecords = blockRecords;
        this.windowBlocks = windowBlocks;
        this.seed = seed;
        this.blocks = (samples - 1) / blockRecords + 1;
        this.deficit = blocks * blockRecords - samples;
    }

    /**
     * The sample at a position of an epoch; over all positions every sample occurs exactly once.
     *
     * @param epoch from 0
     * @param position from 0 to samples - 1
     */
    public long sampleAt(long epoch, long position) {
        if (position < 0 || position >= samples || epoch < 0) {
            throw new IndexOutOfBoundsException(
                    "position " + position + " of epoch " + epoch + ", with " + samples + " samples");
        }
        Window window = cached;
        if (window == null || !window.holds(epoch, position)) {
            window = window(epoch, position);
            cached = window;
        }
        return window.sampleAt(position);
    }

    private Window window(long epoch, long position) {
        BlockPermutation permutation = new BlockPermutation(blocks, seed, epoch, BLOCKS);
        long shortBlockAt = permutation.backward(blocks - 1);
        long number = windowOf(position, shortBlockAt);
        long firstBlock = number * windowBlocks;
        long endBlock = Math.min(blocks, firstBlock + windowBlocks);
        long begin = firstBlock * blockRecords - (shortBlockAt < firstBlock ? deficit : 0);
        long end = endBlock * blockRecords - (shortBlockAt < endBlock ? deficit : 0);

        long[] order = new long[(int) (end - begin)];
        int filled = 0;
        for (long at = firstBlock; at < endBlock; at++) {
            long first = permutation.forward(at) * blockRecords;
            long last = Math.min(samples, first + blockRecords);
            for (long sample = first; sample < last; sample++) {
                order[filled++] = sample;
            }
        }
        shuffle(order, new KeyedRandom(seed, epoch, RECORDS, number));
        return new Window(epoch, begin, order);
    }

    /** Windows after the one with the short block begin that much earlier. */
    private long windowOf(long position, long shortBlockAt) {
        long windowRecords = (long) windowBlocks * blockRecords;
        long shortWindow = shortBlockAt / windowBlocks;
        long candidate = position / windowRecords;
        if (candidate < shortWindow) {
            return candidate;
        }
        return Math.max(shortWindow, (position + deficit) / windowRecords);
    }

    /** Fisher and Yates, as Durstenfeld wrote it. */
    private static void shuffle(long[] values, KeyedRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            long value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Window(long epoch, long begin, long[] order) {
        boolean holds(long wantedEpoch, long position) {
            return epoch == wantedEpoch && position >= begin && position < begin + order.length;
        }

        long sampleAt(long position) {
            return order[(int) (position - begin)];
        }
    }
}
