package io.sparkformer.jobs.exchange.compress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Blocks of 8-bit integers that share a scale, a power of two, as in the microscaling formats (Rouhani et al. 2023,
 * arXiv:2310.10537: MXINT8, which has blocks of 32). Of a block with the greatest magnitude m the scale is the least 2^k with m
 * &lt;= 127 x 2^k; a value becomes the nearest multiple of it, from halfway the even one. So the error is at most half a scale, which
 * is at most m / 127, and multiplying by a scale and its inverse rounds nothing. Above 127 x 2^{@value #GREATEST_EXPONENT} the scale stays
 * there, since 64 of the next would be infinite, and values end at 127 of it, which is within m / 127 too.
 *
 * <p>A block is a byte k + 127 and then a byte for each value. A block with a number that is not finite has {@value #NOT_FINITE}
 * as its scale, and all its values are decoded as NaN.
 *
 * @param blockLength values that share a scale
 */
public record Int8Codec(int blockLength) implements Codec {
    private static final long serialVersionUID = 1;

    private static final int NOT_FINITE = 255;
    private static final int LARGEST = 127;
    private static final int GREATEST_EXPONENT = 121;
    private static final int BIAS = 127;
    private static final int ABSOLUTE = 0x7fffffff;
    private static final int INFINITE = 0x7f800000;

    /** The significand of 127 in [1, 2): up to it, 127 has the magnitude's exponent when the scale is 2^6 less. */
    private static final int LARGEST_SIGNIFICAND = 0x7e0000;

    /** Adding it to a number of magnitude up to 2^22, and taking it away, rounds to the nearest integer, from halfway the even one. */
    private static final float ROUNDER = 0x1.8p23f;

    /** Refuses a block without values. */
    public Int8Codec {
        if (blockLength < 1) {
            throw new IllegalArgumentException("blocks of " + blockLength + " values");
        }
    }

    @Override
    public ByteBuffer encode(float[] values, int count) {
        int blocks = (int) (((long) count + blockLength - 1) / blockLength);
        byte[] bytes = new byte[count + blocks];
        int at = 0;
        for (int first = 0; first < count; first += blockLength) {
            int length = Math.min(blockLength, count - first);
            int scale = scale(values, first, length);
            bytes[at++] = (byte) scale;
            if (scale != NOT_FINITE) {
                float inverse = power(BIAS - scale);
                for (int i = 0; i < length; i++) {
                    float nearest = values[first + i] * inverse + ROUNDER - ROUNDER;
                    bytes[at + i] = (byte) Math.max(-LARGEST, Math.min(LARGEST, nearest));
                }
            }
            at += length;
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** k + 127 of the least scale that a block fits in; the least of all for small numbers and zeros. */
    private static int scale(float[] values, int first, int length) {
        int greatest = 0;
        for (int i = 0; i < length; i++) {
            // Magnitudes are in the order of their bits, infinity and NaN last.
            greatest = Math.max(greatest, Float.floatToRawIntBits(values[first + i]) & ABSOLUTE);
        }
        if (greatest >= INFINITE) {
            return NOT_FINITE;
        }
        int exponent = greatest >>> 23; // biased; that of 127 x 2^k is k + 6
        int scale = exponent - 6 + ((greatest & 0x7fffff) > LARGEST_SIGNIFICAND ? 1 : 0);
        return Math.max(0, Math.min(GREATEST_EXPONENT + BIAS, scale));
    }

    /** 2^k, from 2^-127, which is subnormal, to 2^127. */
    private static float power(int k) {
        return Math.scalb(1f, k);
    }

    @Override
    public void decode(ByteBuffer bytes, float[] target, int count) {
        int at = bytes.position();
        for (int first = 0; first < count; first += blockLength) {
            int length = Math.min(blockLength, count - first);
            int code = Byte.toUnsignedInt(bytes.get(at++));
            float scale = code == NOT_FINITE ? Float.NaN : power(code - BIAS);
            for (int i = 0; i < length; i++) {
                target[first + i] = bytes.get(at + i) * scale;
            }
            at += length;
        }
    }
}
