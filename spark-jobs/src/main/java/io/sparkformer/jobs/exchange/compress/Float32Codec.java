package io.sparkformer.jobs.exchange.compress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Values as they are: 4 bytes each. */
public record Float32Codec() implements Codec {
    private static final long serialVersionUID = 1;

    @Override
    public ByteBuffer encode(float[] values, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values, 0, count);
        return bytes;
    }

    @Override
    public void decode(ByteBuffer bytes, float[] target, int count) {
        bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(target, 0, count);
    }
}
