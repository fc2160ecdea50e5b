package io.sparkformer.data.image;

/**
 * The triangle filter along one axis: which source pixels make each target pixel, and with what weight. The weights of a
 * target pixel are integers that sum to {@code 1 << BITS} exactly.
 */
final class FilterWeights {
    /** 255 times the sum of the weights stays below 2^31. */
    static final int BITS = 22;

    /** Added before the shift: rounds to the nearest. */
    static final int HALF = 1 << (BITS - 1);

    private static final int ONE = 1 << BITS;

    private final int available;
    private final double from;
    private final double length;
    private final int[] starts;
    private final int[][] weights;

    private FilterWeights(int available, double from, double length, int[] starts, int[][] weights) {
        this.available = available;
        this.from = from;
        this.length = length;
        this.starts = starts;
        this.weights = weights;
    }

    /**
     * Weights for one axis.
     *
     * @param available source pixels
     * @param from where the part to be scaled begins
     * @param length how long the part is
     * @param target pixels wanted
     */
    static FilterWeights of(int available, double from, double length, int target) {
        double scale = length / target;
        double reach = Math.max(scale, 1.0);
        int[] starts = new int[target];
        int[][] weights = new int[target][];
        double[] shares = new double[(int) Math.ceil(reach) * 2 + 2];
        for (int out = 0; out < target; out++) {
            double center = from + (out + 0.5) * scale;
            int first = Math.max(0, (int) Math.floor(center - reach));
            int end = Math.min(available, (int) Math.ceil(center + reach));
            // Pixels whose centre the triangle does not cover have no share.
            while (first < end - 1 && share(first, center, reach) <= 0) {
                first++;
            }
            while (end > first + 1 && share(end - 1, center, reach) <= 0) {
                end--;
            }
            double sum = 0;
            for (int i = first; i < end; i++) {
                shares[i - first] = Math.max(0, share(i, center, reach));
                sum += shares[i - first];
            }
            starts[out] = first;
            weights[out] = quantized(shares, end - first, sum);
        }
        return new FilterWeights(available, from, length, starts, weights);
    }

    /** Height of the triangle around {@code center} above the centre of a source pixel. */
    private static double share(int pixel, double center, double reach) {
        return 1.0 - Math.abs(pixel + 0.5 - center) / reach;
    }

    private static int[] quantized(double[] shares, int count, double sum) {
        int[] weights = new int[count];
        int total = 0;
        int largest = 0;
        for (int i = 0; i < count; i++) {
            weights[i] = (int) Math.floor(shares[i] / sum * ONE + 0.5);
            total += weights[i];
            largest = weights[i] > weights[largest] ? i : largest;
        }
        weights[largest] += ONE - total;
        return weights;
    }

    /** Whether these are what {@link #of} gives. */
    boolean areFor(int available, double from, double length, int target) {
        return this.available == available && this.from == from && this.length == length && size() == target;
    }

    /** Target pixels. */
    int size() {
        return starts.length;
    }

    /** The first source pixel of a target pixel. */
    int start(int out) {
        return starts[out];
    }

    /** The weights of the source pixels from {@link #start} on. */
    int[] weights(int out) {
        return weights[out];
    }

    /** The most source pixels that a target pixel uses. */
    int most() {
        int most = 0;
        for (int[] shares : weights) {
            most = Math.max(most, shares.length);
        }
        return most;
    }

    /** The first source pixel that any target pixel uses. */
    int first() {
        return starts[0];
    }

    /** One after the last source pixel that any target pixel uses. */
    int end() {
        int last = starts.length - 1;
        return starts[last] + weights[last].length;
    }
}
