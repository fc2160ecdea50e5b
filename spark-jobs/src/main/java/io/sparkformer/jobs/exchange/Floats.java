package io.sparkformer.jobs.exchange;

import io.sparkformer.model.optimizer.FlatSource;
import io.sparkformer.model.optimizer.FlatVector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Stretches of vectors as their raw little-endian bytes. */
public final class Floats {
    /** Elements that are copied at a time, so that they stay in the cache. */
    private static final int STRETCH = 8192;

    private final float[] stretch = new float[STRETCH];

    /** The bytes of {@code count} elements from {@code offset} on. */
    public ByteBuffer encode(FlatSource values, int offset, int count) {
        return encode(values, offset, count, ByteBuffer.allocate(Float.BYTES * count));
    }

    /** Fills a buffer with the bytes of {@code count} elements from {@code offset} on. */
    public ByteBuffer encode(FlatSource values, int offset, int count, ByteBuffer bytes) {
        FloatBuffer floats = view(bytes);
        for (int done = 0; done < count; done += STRETCH) {
            int length = Math.min(STRETCH, count - done);
            values.read(offset + done, stretch, length);
            floats.put(stretch, 0, length);
        }
        return bytes;
    }

    /** Writes bytes to {@code count} elements from {@code offset} on. */
    public void decode(ByteBuffer bytes, FlatVector target, int offset, int count) {
        FloatBuffer floats = view(bytes);
        for (int done = 0; done < count; done += STRETCH) {
            int length = Math.min(STRETCH, count - done);
            floats.get(stretch, 0, length);
            target.write(offset + done, stretch, length);
        }
    }

    /** Bytes as the floats they are. */
    public static FloatBuffer view(ByteBuffer bytes) {
        return bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
}
