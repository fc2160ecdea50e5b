package io.sparkformer.model.checkpoint;

/** Widens 16-bit floating-point numbers to 32 bits. Every value is exact. */
public final class HalfPrecision {
    private HalfPrecision() {}

    /** From IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
    public static float fromFloat16(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >>> 10) & 0x1F;
        int fraction = bits & 0x3FF;
        if (exponent == 0) { // zero and subnormal numbers: fraction * 2^-24
            float magnitude = fraction * 0x1p-24f;
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(magnitude));
        }
        int widened = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | widened << 23 | fraction << 13);
    }

    /** From bfloat16: the upper half of a binary32. */
    public static float fromBfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }
}
