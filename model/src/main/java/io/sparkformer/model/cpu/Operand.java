package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;

import io.sparkformer.model.plan.View;
import io.sparkformer.model.tiling.Progression;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/**
 * A strided array in memory.
 *
 * @param pointer its first element
 * @param dimensions extents
 * @param strides distance between neighbours along each axis, in elements
 * @param type oneDNN's element type
 */
record Operand(Pointer pointer, long[] dimensions, long[] strides, int type) {
    /** A row-major array at the beginning of a view. */
    static Operand of(View view, long... dimensions) {
        return of(view, 0, dimensions, rowMajor(dimensions));
    }

    /** A row-major array of single precision at an address. */
    static Operand of(Pointer pointer, long... dimensions) {
        return new Operand(pointer, dimensions, rowMajor(dimensions), dnnl_f32);
    }

    /** An array inside a view, from its element {@code offset} on. */
    static Operand of(View view, long offset, long[] dimensions, long[] strides) {
        Pointer start = view.storage().pointer(view.offset());
        return view.half()
                ? new Operand(new Pointer(start).getPointer(2 * offset), dimensions, strides, dnnl_bf16)
                : new Operand(view.storage().pointer(view.offset() + offset), dimensions, strides, dnnl_f32);
    }

    /** All of it but the address; equal for arrays that one primitive can work on. */
    Object layout() {
        return List.of(
                Arrays.stream(dimensions).boxed().toList(),
                Arrays.stream(strides).boxed().toList(),
                type);
    }

    /** The elements of {@code axis} at these places. */
    Operand every(int axis, Progression places) {
        Operand from = slice(axis, places.first(), places.count());
        long[] longer = strides.clone();
        longer[axis] *= places.step();
        return new Operand(from.pointer, from.dimensions, longer, type);
    }

    /** The elements from {@code from} to {@code from + extent} of {@code axis}. */
    Operand slice(int axis, long from, long extent) {
        long[] part = dimensions.clone();
        part[axis] = extent;
        long bytes = (isHalf() ? 2 : Float.BYTES) * from * strides[axis];
        return new Operand(new Pointer(pointer).getPointer(bytes), part, strides, type);
    }

    /** Whether nothing lies between its elements. */
    boolean isDense() {
        return Arrays.equals(strides, rowMajor(dimensions));
    }

    /** The same elements; axes of a single place are as long as any, for oneDNN looks at their strides too. */
    Operand withLooseSingles() {
        long end = 1;
        for (int axis = 0; axis < dimensions.length; axis++) {
            end = Math.max(end, dimensions[axis] * strides[axis]);
        }
        long[] loose = strides.clone();
        for (int axis = 0; axis < dimensions.length; axis++) {
            loose[axis] = dimensions[axis] == 1 ? end : strides[axis];
        }
        return new Operand(pointer, dimensions, loose, type);
    }

    /** Whether its elements are of bfloat16. */
    boolean isHalf() {
        return type == dnnl_bf16;
    }

    /** The same elements with the last two axes exchanged. */
    Operand transposed() {
        return new Operand(pointer, swapped(dimensions), swapped(strides), type);
    }

    /** Extent of an axis; a negative axis counts from the end. */
    long dimension(int axis) {
        return dimensions[axis < 0 ? axis + dimensions.length : axis];
    }

    static long[] rowMajor(long... dimensions) {
        long[] strides = new long[dimensions.length];
        long stride = 1;
        for (int axis = dimensions.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= dimensions[axis];
        }
        return strides;
    }

    private static long[] swapped(long[] values) {
        long[] swapped = values.clone();
        int last = values.length - 1;
        swapped[last] = values[last - 1];
        swapped[last - 1] = values[last];
        return swapped;
    }
}
