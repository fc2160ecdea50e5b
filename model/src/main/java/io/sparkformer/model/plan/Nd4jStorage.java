package io.sparkformer.model.plan;

import io.sparkformer.model.operation.Shapes;
import java.util.Objects;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A region of ND4J's off-heap memory. */
final class Nd4jStorage implements Storage {
    /** Widest vector register and cache line in use, in bytes. */
    private static final int ALIGNMENT = 64;

    private final INDArray memory;
    private final long start;
    private final long length;
    private final @Nullable FloatWindows floats;
    private boolean closed;

    private Nd4jStorage(INDArray memory, long start, long length) {
        this.memory = memory;
        this.start = start;
        this.length = length;
        this.floats = memory.dataType() == DataType.FLOAT
                ? new FloatWindows(new FloatPointer(memory.data().addressPointer()).position(start), length)
                : null;
    }

    /**
     * Allocates zeroed memory whose first element lies on a cache line. A kernel may sum in an order that depends on its
     * arrays' alignment, so alignment must not depend on what the allocator returns.
     *
     * @throws NativeMemoryException if there is not enough
     */
    static Nd4jStorage allocate(DataType type, long length) {
        int width = type.width();
        INDArray memory = zeros(type, Math.max(1, length) + ALIGNMENT / width);
        long address = memory.data().address();
        long padding = Math.floorMod(-address, (long) ALIGNMENT);
        return new Nd4jStorage(memory, padding / width, length);
    }

    private static INDArray zeros(DataType type, long length) {
        long bytes = length * type.width();
        if (bytes >= NativeMemory.WORTH_A_LOOK) {
            NativeMemory.now().require(bytes);
        }
        try {
            return Nd4j.zeros(type, length);
        } catch (RuntimeException e) { // "Allocation failed: [std::bad_alloc]"
            throw new NativeMemoryException(
                    NativeMemory.gigabytes(bytes) + " cannot be allocated: " + e.getMessage(), e);
        }
    }

    static Nd4jStorage copyOf(INDArray value) {
        Nd4jStorage storage = allocate(value.dataType(), value.length());
        storage.array(0, value.shape()).assign(value);
        return storage;
    }

    INDArray array(long offset, long... shape) {
        if (offset < 0 || offset + Shapes.length(shape) > length) {
            throw new IndexOutOfBoundsException(
                    "elements " + offset + " to " + (offset + Shapes.length(shape)) + " of a region of " + length);
        }
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return Nd4j.create(memory.data(), shape, strides, start + offset, 'c', memory.dataType());
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void write(long offset, float[] source, int from, int count) {
        floats(offset, count).write(offset, source, from, count);
    }

    @Override
    public void read(long offset, float[] target, int from, int count) {
        floats(offset, count).read(offset, target, from, count);
    }

    @Override
    public void write(long offset, double[] source, int from, int count) {
        Objects.checkFromIndexSize(from, count, source.length); // the native copy does not look
        doubles(offset, count).put(source, from, count);
    }

    @Override
    public void read(long offset, double[] target, int from, int count) {
        Objects.checkFromIndexSize(from, count, target.length);
        doubles(offset, count).get(target, from, count);
    }

    @Override
    public void write(long offset, int[] source, int from, int count) {
        Objects.checkFromIndexSize(from, count, source.length); // the native copy does not look
        integers(offset, count).put(source, from, count);
    }

    @Override
    public void read(long offset, int[] target, int from, int count) {
        Objects.checkFromIndexSize(from, count, target.length);
        integers(offset, count).get(target, from, count);
    }

    @Override
    public Pointer pointer(long offset) {
        // The address itself: native functions that take any pointer count its position in bytes.
        return memory.dataType() == DataType.FLOAT
                ? new FloatPointer(memory.data().addressPointer()).getPointer(start + offset)
                : new Pointer(memory.data().addressPointer())
                        .getPointer((start + offset) * memory.dataType().width());
    }

    @Override
    public void close() {
        closed = true;
        memory.close();
    }

    private FloatWindows floats(long offset, int count) {
        require(DataType.FLOAT, offset, count);
        return Objects.requireNonNull(floats);
    }

    private DoublePointer doubles(long offset, int count) {
        require(DataType.DOUBLE, offset, count);
        return new DoublePointer(memory.data().addressPointer()).position(start + offset);
    }

    private IntPointer integers(long offset, int count) {
        require(DataType.INT32, offset, count);
        return new IntPointer(memory.data().addressPointer()).position(start + offset);
    }

    private void require(DataType type, long offset, int count) {
        if (closed) {
            throw new IllegalStateException("a region of " + length + " elements is used after it was closed");
        }
        if (memory.dataType() != type) {
            throw new IllegalStateException("a region of " + memory.dataType() + " is not one of " + type);
        }
        if (offset < 0 || offset + count > length) {
            throw new IndexOutOfBoundsException(
                    "elements " + offset + " to " + (offset + count) + " of a region of " + length);
        }
    }
}
