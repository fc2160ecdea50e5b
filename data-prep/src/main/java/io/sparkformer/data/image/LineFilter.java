package io.sparkformer.data.image;

import java.util.Arrays;

/**
 * Weighted sums of neighbouring lines, which is resampling along one axis. A line is an array of words, one for each
 * pixel, that hold its channels in their lower bytes. Only the lines that one target line needs are held at a time.
 *
 * @param <E> what reading a line may throw
 */
final class LineFilter<E extends Exception> {
    private final FilterWeights weights;
    private final int channels;
    private final LineSource<E> source;
    private final int[][] window;
    private final int[] sums;
    /** The lines of one target line and their weights, filled up with lines of no weight. */
    private final int[][] lines;

    private final int[] shares;
    private int next;

    /**
     * A filter.
     *
     * @param weights of the lines in each target line
     * @param channels of a pixel, 1 to 3
     * @param length pixels of a line
     */
    LineFilter(FilterWeights weights, int channels, int length, LineSource<E> source) {
        this.weights = weights;
        this.channels = channels;
        this.source = source;
        this.window = new int[weights.most()][length];
        this.sums = new int[weights.most() > LineSums.AT_ONCE ? length : 0];
        this.lines = new int[LineSums.rounded(weights.most())][];
        this.shares = new int[lines.length];
        this.next = weights.first();
    }

    /** Computes all target lines, one after another. */
    void run(LineTarget target) throws E {
        int[] words = new int[window[0].length];
        for (int index = 0; index < weights.size(); index++) {
            int count = take(weights.start(index), weights.weights(index));
            Arrays.fill(words, 0);
            for (int shift = 0; shift < 8 * channels; shift += 8) {
                sum(count, shift, words);
            }
            target.put(index, words);
        }
    }

    private int take(int first, int[] some) throws E {
        while (next < first + some.length) {
            source.read(next, window[next % window.length]);
            next++;
        }
        for (int i = 0; i < lines.length; i++) {
            boolean used = i < some.length;
            lines[i] = window[(used ? first + i : first) % window.length];
            shares[i] = used ? some[i] : 0;
        }
        return some.length;
    }

    private void sum(int count, int shift, int[] words) {
        if (count < LineSums.AT_ONCE) {
            LineSums.three(lines, shares, shift, words);
        } else if (count == LineSums.AT_ONCE) {
            LineSums.four(lines, shares, shift, words);
        } else {
            Arrays.fill(sums, FilterWeights.HALF);
            for (int from = 0; from < count; from += LineSums.AT_ONCE) {
                LineSums.add(lines, shares, from, shift, sums);
            }
            LineSums.include(sums, shift, words);
        }
    }
}
