package io.sparkformer.data.image;

/**
 * The inner loops of {@link LineFilter}: one channel of a few lines, each with its weight in fixed point of
 * {@link FilterWeights#BITS}. The channel lies at {@code shift} in the words of the lines and of the result.
 *
 * <p>Each loop is short and runs over whole arrays of {@code int} by one index: the form that the JVM turns into vector
 * instructions. Two channels in one loop are too much for it already.
 */
final class LineSums {
    /** Lines in one loop. */
    static final int AT_ONCE = 4;

    private LineSums() {}

    /** The next multiple of {@link #AT_ONCE}. */
    static int rounded(int lines) {
        return (lines + AT_ONCE - 1) / AT_ONCE * AT_ONCE;
    }

    /** The rounded sum of the first three lines into words whose channel is zero. */
    static void three(int[][] lines, int[] shares, int shift, int[] words) {
        int[] a = lines[0];
        int[] b = lines[1];
        int[] c = lines[2];
        int shareA = shares[0];
        int shareB = shares[1];
        int shareC = shares[2];
        for (int i = 0; i < words.length; i++) {
            int sum = FilterWeights.HALF
                    + shareA * (a[i] >>> shift & 0xFF)
                    + shareB * (b[i] >>> shift & 0xFF)
                    + shareC * (c[i] >>> shift & 0xFF);
            words[i] |= sum >>> FilterWeights.BITS << shift;
        }
    }

    /** The rounded sum of the first four lines into words whose channel is zero. */
    static void four(int[][] lines, int[] shares, int shift, int[] words) {
        int[] a = lines[0];
        int[] b = lines[1];
        int[] c = lines[2];
        int[] d = lines[3];
        int shareA = shares[0];
        int shareB = shares[1];
        int shareC = shares[2];
        int shareD = shares[3];
        for (int i = 0; i < words.length; i++) {
            int sum = FilterWeights.HALF
                    + shareA * (a[i] >>> shift & 0xFF)
                    + shareB * (b[i] >>> shift & 0xFF)
                    + shareC * (c[i] >>> shift & 0xFF)
                    + shareD * (d[i] >>> shift & 0xFF);
            words[i] |= sum >>> FilterWeights.BITS << shift;
        }
    }

    /** Adds four lines, from the line {@code from} on. */
    static void add(int[][] lines, int[] shares, int from, int shift, int[] sums) {
        int[] a = lines[from];
        int[] b = lines[from + 1];
        int[] c = lines[from + 2];
        int[] d = lines[from + 3];
        int shareA = shares[from];
        int shareB = shares[from + 1];
        int shareC = shares[from + 2];
        int shareD = shares[from + 3];
        for (int i = 0; i < sums.length; i++) {
            sums[i] += shareA * (a[i] >>> shift & 0xFF)
                    + shareB * (b[i] >>> shift & 0xFF)
                    + shareC * (c[i] >>> shift & 0xFF)
                    + shareD * (d[i] >>> shift & 0xFF);
        }
    }

    /** The rounded sums into words whose channel is zero. */
    static void include(int[] sums, int shift, int[] words) {
        for (int i = 0; i < words.length; i++) {
            words[i] |= sums[i] >>> FilterWeights.BITS << shift;
        }
    }
}
