package io.sparkformer.model.checkpoint;

import java.nio.ByteBuffer;

/** The element types of safetensors that can be read as float. */
public enum ElementType {
    /** IEEE single precision. */
    F32(4) {
        @Override
        float read(ByteBuffer bytes) {
            return bytes.getFloat();
        }
    },
    /** IEEE double precision, rounded to single. */
    F64(8) {
        @Override
        float read(ByteBuffer bytes) {
            return (float) bytes.getDouble();
        }
    },
    /** IEEE half precision. */
    F16(2) {
        @Override
        float read(ByteBuffer bytes) {
            return halfToFloat(bytes.getShort());
        }
    },
    /** The upper half of single precision. */
    BF16(2) {
        @Override
        float read(ByteBuffer bytes) {
            return Float.intBitsToFloat(bytes.getShort() << 16);
        }
    },
    /** 64-bit integers, rounded to single precision. */
    I64(8) {
        @Override
        float read(ByteBuffer bytes) {
            return bytes.getLong();
        }
    },
    /** 32-bit integers, rounded to single precision. */
    I32(4) {
        @Override
        float read(ByteBuffer bytes) {
            return bytes.getInt();
        }
    },
    /** Unsigned bytes. */
    U8(1) {
        @Override
        float read(ByteBuffer bytes) {
            return Byte.toUnsignedInt(bytes.get());
        }
    };

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }

    abstract float read(ByteBuffer bytes);

    /** Exact: every half is a float. */
    private static float halfToFloat(short half) {
        int sign = half & 0x8000;
        int exponent = half >>> 10 & 0x1F;
        int fraction = half & 0x3FF;
        float magnitude;
        if (exponent == 0x1F) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else {
            magnitude = Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
        }
        return sign == 0 ? magnitude : -magnitude;
    }
}
