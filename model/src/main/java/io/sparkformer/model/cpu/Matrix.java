package io.sparkformer.model.cpu;

import io.sparkformer.model.plan.View;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A row-major matrix whose rows are handed to native code one at a time. It belongs to one kernel and moves one pointer
 * instead of allocating others.
 */
final class Matrix {
    private final FloatPointer pointer;
    private final Pointer bytes; // a plain pointer's position counts bytes
    private final int columns;

    Matrix(View view, long columns) {
        this.pointer = (FloatPointer) view.storage().pointer(view.offset());
        this.bytes = new Pointer(pointer);
        this.columns = Math.toIntExact(columns);
    }

    /** The beginning of a row, until the next call. */
    FloatPointer row(long row) {
        return pointer.position(row * columns);
    }

    /** Sets rows to zero. */
    void clear(long firstRow, long rows) {
        Pointer.memset(bytes.position(firstRow * columns * Float.BYTES), 0, rows * columns * Float.BYTES);
    }
}
