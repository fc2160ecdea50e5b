package io.sparkformer.model.optimizer;

import java.util.Objects;

/** A flat vector in memory of any kind, or elsewhere, which is read a block at a time. */
@FunctionalInterface
public interface FlatSource {
    /** Copies the elements from {@code offset} on to the first {@code count} places of {@code target}. */
    void read(int offset, float[] target, int count);

    /** The elements of an array, which is not copied. */
    static FlatSource of(float[] values) {
        return (offset, target, count) -> {
            Objects.checkFromIndexSize(offset, count, values.length);
            System.arraycopy(values, offset, target, 0, count);
        };
    }
}
