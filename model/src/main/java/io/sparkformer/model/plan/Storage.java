package io.sparkformer.model.plan;

import org.bytedeco.javacpp.Pointer;

/** One contiguous region of a backend's memory, addressed in elements. */
public interface Storage extends AutoCloseable {
    /** Number of elements. */
    long length();

    /** Copies {@code count} values into the region, starting at element {@code offset}. */
    void write(long offset, float[] source, int from, int count);

    /** Copies {@code count} values out of the region, starting at element {@code offset}. */
    void read(long offset, float[] target, int from, int count);

    /** As the float form, for regions whose gradients are checked in double. */
    void write(long offset, double[] source, int from, int count);

    /** As the float form, for regions whose gradients are checked in double. */
    void read(long offset, double[] target, int from, int count);

    /** As the float form, for regions of 32-bit integers. */
    void write(long offset, int[] source, int from, int count);

    /** As the float form, for regions of 32-bit integers. */
    void read(long offset, int[] target, int from, int count);

    /** The address of element {@code offset}, for kernels that take addresses. */
    Pointer pointer(long offset);

    /** Gives the memory back; the region must not be used afterwards. */
    @Override
    void close();
}
