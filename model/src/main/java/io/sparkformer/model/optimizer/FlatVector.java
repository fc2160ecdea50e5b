package io.sparkformer.model.optimizer;

/**
 * A flat vector in memory of any kind, which is read and written a block at a time. Several threads may use different
 * blocks at once.
 */
public interface FlatVector extends FlatSource {
    /** Copies the first {@code count} values of {@code source} to the elements from {@code offset} on. */
    void write(int offset, float[] source, int count);
}
