package io.sparkformer.model.onnx;

import java.util.List;

/**
 * An array's shape for batches and texts of any size.
 *
 * @param extents of its axes
 */
record DynamicShape(List<Extent> extents) {
    int rank() {
        return extents.size();
    }

    Extent extent(int axis) {
        return extents.get(axis);
    }

    /** Whether the extent of this axis depends on batch or length. */
    boolean isDynamic(int axis) {
        return extent(axis).isDynamic();
    }

    /** How many axes depend on them. */
    long dynamicAxes() {
        return extents.stream().filter(Extent::isDynamic).count();
    }

    /** Whether any axis depends on the batch. */
    boolean dependsOnBatch() {
        return extents.stream().anyMatch(Extent::dependsOnBatch);
    }
}
