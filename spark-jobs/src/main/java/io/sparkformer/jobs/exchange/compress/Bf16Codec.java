package io.sparkformer.jobs.exchange.compress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/**
 * The upper half of a single-precision number: its sign, its exponent and 8 bits of significand; 2 bytes a value.
 *
 * @param rounding what becomes of the lower half
 */
public record Bf16Codec(Rounding rounding) implements Codec {
    private static final long serialVersionUID = 1;
    private static final int ABSOLUTE = 0x7fffffff;
    private static final int INFINITE = 0x7f800000;
    private static final int QUIET = 0x40;

    /** How a number between two bfloat16 numbers is rounded. */
    public enum Rounding {
        /** To the nearer one, from halfway to the even one: relative error at most 2^-8. */
        NEAREST_EVEN,
        /** To the one that is nearer to 0: relative error below 2^-7, and never more than was there. */
        TOWARD_ZERO
    }

    @Override
    public ByteBuffer encode(float[] values, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
        ShortBuffer halves = bytes.asShortBuffer();
        for (int i = 0; i < count; i++) {
            halves.put(i, (short) half(Float.floatToRawIntBits(values[i])));
        }
        return bytes;
    }

    private int half(int bits) {
        if ((bits & ABSOLUTE) > INFINITE) {
            return (bits >>> 16) | QUIET; // a NaN whose upper half alone would be infinity
        }
        return rounding == Rounding.NEAREST_EVEN ? nearest(bits) : bits >>> 16;
    }

    /** Adding just under a half carries into the upper half whatever is above halfway; the last bit decides halfway itself. */
    private static int nearest(int bits) {
        return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
    }

    @Override
    public void decode(ByteBuffer bytes, float[] target, int count) {
        ShortBuffer halves = bytes.order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        for (int i = 0; i < count; i++) {
            target[i] = Float.intBitsToFloat(halves.get(i) << 16);
        }
    }
}
