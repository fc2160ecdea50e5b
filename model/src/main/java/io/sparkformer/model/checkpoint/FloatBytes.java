package io.sparkformer.model.checkpoint;

import io.sparkformer.model.optimizer.FlatSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Floats as their raw little-endian bytes, a chunk at a time, so that no second copy of a model is ever made. */
final class FloatBytes {
    private static final int CHUNK = 1 << 14;

    private FloatBytes() {}

    /** Takes the first {@code length} bytes of an array that is used again afterwards. */
    @FunctionalInterface
    interface Sink<E extends Exception> {
        void accept(byte[] bytes, int length) throws E;
    }

    /** Hands the bytes of the elements from {@code from} up to {@code to} to the sink, in order. */
    static <E extends Exception> void forEachChunk(FlatSource values, int from, int to, Sink<E> sink) throws E {
        float[] chunk = new float[Math.min(CHUNK, to - from)];
        byte[] bytes = new byte[Float.BYTES * Math.min(CHUNK, to - from)];
        FloatBuffer floats =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        int next = from;
        while (next < to) {
            int count = Math.min(CHUNK, to - next);
            values.read(next, chunk, count);
            floats.clear().put(chunk, 0, count);
            sink.accept(bytes, Float.BYTES * count);
            next += count; // not in a for loop's head: to may be close to the largest int
        }
    }
}
