package io.sparkformer.data.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Puts columns of pixels, one after another, into rows of interleaved bytes. Eight columns are collected first, so that a
 * row gets them in one go, and in as few pieces as possible, while they lie in the processor's nearest memory.
 */
final class ColumnWriter implements LineTarget {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int COLUMNS = 8;

    private final int width;
    private final int height;
    private final int channels;
    private final byte[] pixels;
    private final int[][] collected;

    ColumnWriter(int width, int height, int channels) {
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.pixels = new byte[Math.multiplyExact(Math.multiplyExact(height, width), channels)];
        this.collected = new int[COLUMNS][height];
    }

    @Override
    public void put(int column, int[] words) {
        int place = column % COLUMNS;
        System.arraycopy(words, 0, collected[place], 0, height);
        if (place == COLUMNS - 1) {
            eight(column - place);
        } else if (column == width - 1) {
            few(column - place, place + 1);
        }
    }

    /** Eight colours of three bytes are three times eight bytes, eight greys are eight. */
    private void eight(int first) {
        int[] a = collected[0];
        int[] b = collected[1];
        int[] c = collected[2];
        int[] d = collected[3];
        int[] e = collected[4];
        int[] f = collected[5];
        int[] g = collected[6];
        int[] h = collected[7];
        int to = first * channels;
        for (int y = 0; y < height; y++) {
            if (channels == 3) {
                long third = c[y];
                long sixth = f[y];
                EIGHT_BYTES.set(pixels, to, (long) a[y] << 40 | (long) b[y] << 16 | third >>> 8);
                EIGHT_BYTES.set(pixels, to + 8, third << 56 | (long) d[y] << 32 | (long) e[y] << 8 | sixth >>> 16);
                EIGHT_BYTES.set(pixels, to + 16, sixth << 48 | (long) g[y] << 24 | h[y]);
            } else {
                int left = a[y] << 24 | b[y] << 16 | c[y] << 8 | d[y];
                int right = e[y] << 24 | f[y] << 16 | g[y] << 8 | h[y];
                EIGHT_BYTES.set(pixels, to, (long) left << 32 | (right & 0xFFFFFFFFL));
            }
            to += channels * width;
        }
    }

    private void few(int first, int columns) {
        for (int y = 0; y < height; y++) {
            int to = (y * width + first) * channels;
            for (int column = 0; column < columns; column++) {
                for (int shift = 8 * (channels - 1); shift >= 0; shift -= 8) {
                    pixels[to++] = (byte) (collected[column][y] >>> shift);
                }
            }
        }
    }

    /** The picture, once all columns are put. */
    PixelImage image() {
        return new PixelImage(width, height, channels, pixels);
    }
}
