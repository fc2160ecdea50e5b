package io.sparkformer.data.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Puts columns of pixels, one after another, into rows of interleaved bytes. A few columns are collected first, so that a
 * row gets them in one go while they lie in the processor's nearest memory.
 */
final class ColumnWriter {
    private static final VarHandle FOUR_BYTES =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int COLUMNS = 16;

    private final int width;
    private final int height;
    private final int channels;
    private final int[] words;
    private final byte[] result;
    private final int[] collected;
    private int begun;
    private int done;

    ColumnWriter(int width, int height, int channels) {
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.words = new int[height];
        this.result = new byte[Math.multiplyExact(Math.multiplyExact(height, width), channels)];
        this.collected = new int[Math.multiplyExact(COLUMNS, height)];
    }

    /** The next column: sums of {@link LineFilter}, a plane for each channel. */
    void put(int[][] sums) {
        Planes.toWords(sums, words);
        System.arraycopy(words, 0, collected, (done - begun) * height, height);
        done++;
        if (done - begun == COLUMNS || done == width) {
            flush();
        }
    }

    private void flush() {
        int last = done - begun - 1;
        for (int y = 0; y < height; y++) {
            int to = (y * width + begun) * channels;
            if (channels == 3) {
                to = threeEach(y, last, to);
            } else {
                for (int column = 0; column < last; column++) {
                    result[to++] = (byte) collected[column * height + y];
                }
            }
            int word = collected[last * height + y];
            for (int channel = 0; channel < channels; channel++) {
                result[to++] = (byte) (word >>> (8 * channel));
            }
        }
        begun = done;
    }

    /** Four bytes at a time: the next pixel's three overwrite the one too many. */
    private int threeEach(int y, int count, int at) {
        int to = at;
        int from = y;
        for (int column = 0; column < count; column++) {
            FOUR_BYTES.set(result, to, collected[from]);
            from += height;
            to += 3;
        }
        return to;
    }

    /** The bytes, once all columns are put. */
    byte[] bytes() {
        return result;
    }
}
