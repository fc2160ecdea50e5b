package io.sparkformer.data.image;

import java.util.Arrays;

/**
 * Weighted sums of neighbouring lines, which is resampling along one axis. Only the lines that one target line needs are
 * held at a time.
 *
 * <p>Each loop runs over whole arrays of {@code int} with nothing else in it: the form that the JVM turns into vector
 * instructions, which is why pixels are spread to {@code int} here.
 *
 * @param <E> what reading a line may throw
 */
final class LineFilter<E extends Exception> {
    private static final int AT_ONCE = 4;

    private final FilterWeights weights;
    private final LineSource<E> source;
    private final int[][][] window;
    private int next;

    /**
     * A filter.
     *
     * @param weights of the lines in each target line
     * @param channels planes of a line
     * @param length of a plane
     */
    LineFilter(FilterWeights weights, int channels, int length, LineSource<E> source) {
        this.weights = weights;
        this.source = source;
        this.window = new int[weights.most()][channels][length];
        this.next = weights.first();
    }

    /**
     * Computes a target line; to be called for all of them in their order.
     *
     * @param sums gets {@code sum of weight x value + 1/2} of each place, in fixed point of {@link FilterWeights#BITS}
     */
    void sum(int target, int[][] sums) throws E {
        int[] shares = weights.weights(target);
        int first = weights.start(target);
        while (next < first + shares.length) {
            source.read(next, window[next % window.length]);
            next++;
        }
        for (int from = 0; from < shares.length; from += AT_ONCE) {
            int[][] a = line(first, from, shares);
            int[][] b = line(first, from + 1, shares);
            int[][] c = line(first, from + 2, shares);
            int[][] d = line(first, from + 3, shares);
            int shareA = shares[from];
            int shareB = share(shares, from + 1);
            int shareC = share(shares, from + 2);
            int shareD = share(shares, from + 3);
            for (int channel = 0; channel < sums.length; channel++) {
                int[] sum = sums[channel];
                if (from == 0) {
                    Arrays.fill(sum, FilterWeights.HALF);
                }
                add(sum, a[channel], b[channel], c[channel], d[channel], shareA, shareB, shareC, shareD);
            }
        }
    }

    /** A line of no weight may be any. */
    private int[][] line(int first, int place, int[] shares) {
        return window[(first + (place < shares.length ? place : 0)) % window.length];
    }

    private static int share(int[] shares, int place) {
        return place < shares.length ? shares[place] : 0;
    }

    private static void add(
            int[] sums, int[] a, int[] b, int[] c, int[] d, int shareA, int shareB, int shareC, int shareD) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += shareA * a[i] + shareB * b[i] + shareC * c[i] + shareD * d[i];
        }
    }
}
