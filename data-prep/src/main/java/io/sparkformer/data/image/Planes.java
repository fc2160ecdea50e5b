package io.sparkformer.data.image;

/**
 * Pixels as a plane of {@code int} for each channel, and as words that hold all channels of a pixel. Each loop is one that
 * the JVM turns into vector instructions: one index, the same for all arrays.
 */
final class Planes {
    private Planes() {}

    /** Red, green and blue in 24 bits to three planes; one plane gets their brightness. */
    static void ofColours(int[] rgb, int[][] planes) {
        if (planes.length == 1) {
            brightness(rgb, planes[0]);
        } else {
            part(rgb, 16, planes[0]);
            part(rgb, 8, planes[1]);
            part(rgb, 0, planes[2]);
        }
    }

    private static void brightness(int[] rgb, int[] plane) {
        for (int x = 0; x < plane.length; x++) {
            plane[x] = PixelConversion.luma(rgb[x]);
        }
    }

    private static void part(int[] words, int shift, int[] plane) {
        for (int x = 0; x < plane.length; x++) {
            plane[x] = words[x] >>> shift & 0xFF;
        }
    }

    /** Interleaved bytes, from {@code from} on, to planes. */
    static void ofBytes(byte[] pixels, int from, int[][] planes) {
        for (int channel = 0; channel < planes.length; channel++) {
            int[] plane = planes[channel];
            int at = from + channel;
            for (int x = 0; x < plane.length; x++) {
                plane[x] = pixels[at] & 0xFF;
                at += planes.length;
            }
        }
    }

    /** Rounded sums to words: the first channel in the lowest byte. */
    static void toWords(int[][] sums, int[] words) {
        round(sums[0], words);
        for (int channel = 1; channel < sums.length; channel++) {
            include(sums[channel], 8 * channel, words);
        }
    }

    private static void round(int[] sums, int[] words) {
        for (int x = 0; x < words.length; x++) {
            words[x] = sums[x] >>> FilterWeights.BITS;
        }
    }

    private static void include(int[] sums, int shift, int[] words) {
        for (int x = 0; x < words.length; x++) {
            words[x] |= sums[x] >>> FilterWeights.BITS << shift;
        }
    }

    /** Words to planes. */
    static void ofWords(int[] words, int[][] planes) {
        for (int channel = 0; channel < planes.length; channel++) {
            part(words, 8 * channel, planes[channel]);
        }
    }
}
