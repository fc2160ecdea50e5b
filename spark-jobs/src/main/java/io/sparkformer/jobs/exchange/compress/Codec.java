package io.sparkformer.jobs.exchange.compress;

import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * How a chunk of a vector is written in bytes. What has been decoded encodes to the same values again:
 * {@code decode(encode(decode(encode(x)))) = decode(encode(x))}, bit for bit, so that a vector that is stored encoded may be read,
 * saved elsewhere in full precision, and stored again.
 *
 * <p>Values that are not finite stay so, or make others of their block so: training then stops as it does without compression.
 */
public sealed interface Codec extends Serializable permits Float32Codec, Bf16Codec, Int8Codec, TopKCodec {
    /**
     * The bytes of the first {@code count} values.
     *
     * @return little-endian, from position 0 on, with an array of its own of this length
     */
    ByteBuffer encode(float[] values, int count);

    /**
     * Reads what {@link #encode} has made of as many values.
     *
     * @param target its first {@code count} places are written
     */
    void decode(ByteBuffer bytes, float[] target, int count);
}
