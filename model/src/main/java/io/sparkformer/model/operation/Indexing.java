package io.sparkformer.model.operation;

import io.sparkformer.model.operation.NativeOperation.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Choosing elements by integer indices. The stock gather has no gradient; here its gradient adds up, in the order of the
 * indices, what was read from the same place.
 */
public final class Indexing {
    private Indexing() {}

    /**
     * Rows of a table.
     *
     * @param table [V, ...]
     * @param indices integers from 0 to V - 1, of any shape
     * @return the indices' shape, then a row's
     */
    public static Tensor rows(Tensor table, Tensor indices) {
        requireIntegers(indices);
        if (table.rank() < 1) {
            throw new IllegalArgumentException("rows of " + table + ": a scalar has none");
        }
        long[] row = Arrays.copyOfRange(table.shape(), 1, table.rank());
        long[] shape = LongStream.concat(Arrays.stream(indices.shape()), Arrays.stream(row))
                .toArray();
        return NativeOperation.declare(
                "gather",
                List.of(table, indices),
                shape,
                Arguments.integers(0).withIndices(IndexRange.rows(table)),
                (y, dy) -> Arrays.asList(addRows(dy, indices, table.shape()), null));
    }

    /** A table of zeros to whose rows the values are added: the gradient of {@link #rows}. */
    private static Tensor addRows(Tensor values, Tensor indices, long[] tableShape) {
        long count = indices.length();
        Tensor flat = Shaping.reshape(values, Shapes.with(tableShape, 0, count)); // [N, ...]
        return NativeOperation.declare(
                "unsorted_segment_sum",
                List.of(flat, Shaping.reshape(indices, count)),
                tableShape,
                Arguments.integers(tableShape[0]),
                (y, dy) -> Arrays.asList(Shaping.reshape(rows(dy, indices), flat.shape()), null));
    }

    /** Refuses indices that are not 32-bit integers. */
    static void requireIntegers(Tensor indices) {
        if (indices.type() != DataType.INT32) {
            throw new IllegalArgumentException("indices " + indices + " are of type " + indices.type()
                    + ": they must be of type INT32, as GraphBuilder.integerInput declares them");
        }
    }
}
