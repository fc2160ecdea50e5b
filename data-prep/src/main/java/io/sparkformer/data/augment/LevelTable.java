package io.sparkformer.data.augment;

import java.util.function.IntUnaryOperator;

/** A change of each level on its own: a table of 256 levels for each channel. */
final class LevelTable {
    static final int LEVELS = 256;

    private LevelTable() {}

    /** Replaces each level of all channels. */
    static void apply(Canvas canvas, IntUnaryOperator change) {
        byte[] table = of(change);
        byte[] pixels = canvas.pixels();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = table[pixels[i] & 0xFF];
        }
    }

    /** Replaces each level of one channel. */
    static void apply(Canvas canvas, int channel, IntUnaryOperator change) {
        byte[] table = of(change);
        byte[] pixels = canvas.pixels();
        for (int i = channel; i < pixels.length; i += canvas.channels()) {
            pixels[i] = table[pixels[i] & 0xFF];
        }
    }

    /** How often each level occurs in a channel. */
    static int[] histogram(Canvas canvas, int channel) {
        int[] counts = new int[LEVELS];
        byte[] pixels = canvas.pixels();
        for (int i = channel; i < pixels.length; i += canvas.channels()) {
            counts[pixels[i] & 0xFF]++;
        }
        return counts;
    }

    /** The least level that occurs. */
    static int first(int[] histogram) {
        int level = 0;
        while (histogram[level] == 0) {
            level++;
        }
        return level;
    }

    /** The greatest level that occurs. */
    static int last(int[] histogram) {
        int level = LEVELS - 1;
        while (histogram[level] == 0) {
            level--;
        }
        return level;
    }

    private static byte[] of(IntUnaryOperator change) {
        byte[] table = new byte[LEVELS];
        for (int level = 0; level < LEVELS; level++) {
            table[level] = (byte) change.applyAsInt(level);
        }
        return table;
    }
}
