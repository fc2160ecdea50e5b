package io.sparkformer.jobs.exchange.compress;

import java.io.Serializable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How what workers bring back is encoded: as it is, or, where it is compressed, as the difference to what the round began with.
 *
 * <p>With error feedback (Seide et al. 2014; Karimireddy et al. 2019, arXiv:1901.09847, algorithm 2) a worker adds to its
 * difference d what earlier rounds left of theirs, its residual e, sends C(d + e), and keeps of d + e what was not sent. What it
 * keeps is a part of the state like any other: two executors hold it and checkpoints do, so that it would cost what compression
 * saves; therefore it is encoded too, by R: e' = R(d + e - C(d + e)). Residuals are small, or coarse, beside what is sent, and
 * what R loses is that much smaller again.
 *
 * <p>Moments that all workers share have no residual. Each round brings new ones, and old errors fade with them. They are
 * rounded toward what they were before the round ({@link Bf16Codec.Rounding#TOWARD_ZERO}): so they stay between their values
 * before and after it, and a mean of squares neither becomes negative, nor 0 where it was not.
 *
 * @param parameters C
 * @param moments the same for moments that are averaged
 * @param residual R; null where what is not sent is forgotten
 */
public record Compression(
        Codec parameters, Codec moments, @Nullable Codec residual) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Values that share a scale in the residuals that are kept in 8 bits. */
    private static final int RESIDUAL_BLOCK = 32;

    private static final Codec EXACT = new Float32Codec();
    private static final Codec ROUNDED = new Bf16Codec(Bf16Codec.Rounding.NEAREST_EVEN);
    private static final Codec MOMENTS = new Bf16Codec(Bf16Codec.Rounding.TOWARD_ZERO);

    /** Vectors travel as they are. */
    public static final Compression NONE = new Compression(EXACT, EXACT, null);

    /** Differences in bfloat16. */
    public static Compression bf16(boolean errorFeedback) {
        return new Compression(ROUNDED, MOMENTS, errorFeedback ? new Int8Codec(RESIDUAL_BLOCK) : null);
    }

    /** Differences in 8-bit integers. */
    public static Compression int8(int blockLength, boolean errorFeedback) {
        return new Compression(
                new Int8Codec(blockLength), MOMENTS, errorFeedback ? new Int8Codec(RESIDUAL_BLOCK) : null);
    }

    /**
     * The greatest differences. Its residuals add up over many rounds, and neighbours' may differ by any factor: they keep
     * exponents of their own.
     */
    public static Compression topK(double keptFraction) {
        return new Compression(new TopKCodec(keptFraction), MOMENTS, ROUNDED);
    }

    /** Whether differences travel, and not the vectors themselves. */
    public boolean sendsDifferences() {
        return !(parameters instanceof Float32Codec);
    }

    /**
     * What a worker makes of a stretch of its difference.
     *
     * @param piece what it sends
     * @param residual what it keeps; null without error feedback
     */
    public record Encoded(ByteBuffer piece, @Nullable ByteBuffer residual) {}

    /**
     * Encodes a difference of parameters, of which {@code values} is what remains unsent afterwards.
     *
     * @param values with error feedback the residual already added to them
     */
    public Encoded encode(float[] values, int count) {
        ByteBuffer piece = parameters.encode(values, count);
        if (residual == null) {
            return new Encoded(piece, null);
        }
        float[] sent = new float[count];
        parameters.decode(piece, sent, count);
        for (int i = 0; i < count; i++) {
            values[i] -= sent[i];
        }
        return new Encoded(piece, residual.encode(values, count));
    }
}
