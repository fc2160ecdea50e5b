package io.sparkformer.model.plan;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An engine that step plans run on.
 *
 * <p>An engine owns memory and turns each operation of a graph into a {@link Kernel} bound to its arrays. The plan knows
 * nothing else about it, so that engines (ND4J, oneDNN, CUDA) are interchangeable and comparable.
 */
public interface Kernels {
    /** Allocates a zeroed region, aligned so that the same offsets always have the same alignment. */
    Storage allocate(DataType type, long length);

    /** Allocates a region with the values of a constant of the graph. */
    Storage constant(INDArray value);

    /**
     * Binds an operation to its arrays.
     *
     * @throws UnsupportedOperationException naming the operation, its place in the model and the remedy
     */
    Kernel bind(OperationCall call);
}
