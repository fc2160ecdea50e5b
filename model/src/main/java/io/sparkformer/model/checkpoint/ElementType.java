package io.sparkformer.model.checkpoint;

import java.util.Arrays;
import java.util.Optional;

/** The element types of safetensors files that are read here; the names are the file format's. */
public enum ElementType {
    /** IEEE 754 double precision; rounded to single when read. */
    F64(8, true),
    /** IEEE 754 single precision; the only type that is written. */
    F32(4, true),
    /** IEEE 754 half precision; widened exactly when read. */
    F16(2, true),
    /** The upper half of a single; widened exactly when read. */
    BF16(2, true),
    /** Signed 64-bit integer. */
    I64(8, false),
    /** Signed 32-bit integer. */
    I32(4, false),
    /** Unsigned byte. */
    U8(1, false);

    private final int bytes;
    private final boolean floating;

    ElementType(int bytes, boolean floating) {
        this.bytes = bytes;
        this.floating = floating;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether elements are floating-point numbers, else they are integers. */
    public boolean floating() {
        return floating;
    }

    static Optional<ElementType> of(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
