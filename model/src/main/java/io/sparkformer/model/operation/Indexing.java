package io.sparkformer.model.operation;

import io.sparkformer.model.operation.NativeOperation.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
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
        if (table.rank() == 1) { // the native gather reads foreign memory for numbers by a matrix of indices
            Tensor numbers = Shaping.reshape(table, table.length(), 1);
            return Shaping.reshape(rows(numbers, indices), indices.shape());
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

    /**
     * Of each sample the rows at its places.
     *
     * @param x [B, T, D]
     * @param places [B, M], integers from 0 to T - 1
     * @return [B, M, D]
     */
    public static Tensor rowsOfSamples(Tensor x, Tensor places) {
        requireIntegers(places);
        if (x.rank() != 3 || places.rank() != 2 || places.dimension(0) != x.dimension(0)) {
            throw new IllegalArgumentException(
                    "rows " + places + " of " + x + ": they must be [batch, places] and [batch, tokens, width]");
        }
        int samples = Math.toIntExact(x.dimension(0));
        IndexRange range =
                new IndexRange(1, x.dimension(1), OptionalInt.empty(), "the places of a sample of " + x.name());
        Tensor ofBatch = addTo(starts(x, samples, Math.toIntExact(x.dimension(1))), places, range);
        return Composites.embedding(Shaping.reshape(x, samples * x.dimension(1), x.dimension(2)), ofBatch);
    }

    /**
     * The other way round: at each of T places the sum of the rows that go there, in their order.
     *
     * @param x [B, M, D]
     * @param places [B, M], integers from 0 to T - 1
     * @param tokens T
     * @return [B, T, D]
     */
    public static Tensor sumsOfSamples(Tensor x, Tensor places, int tokens) {
        requireIntegers(places);
        if (x.rank() != 3
                || places.rank() != 2
                || places.dimension(0) != x.dimension(0)
                || places.dimension(1) != x.dimension(1)) {
            throw new IllegalArgumentException(
                    "sums of " + x + " at " + places + ": they must be [batch, rows, width] and [batch, rows]");
        }
        int samples = Math.toIntExact(x.dimension(0));
        IndexRange range =
                new IndexRange(1, tokens, OptionalInt.empty(), "the places of a sample's rows of " + x.name());
        Tensor ofBatch = addTo(starts(x, samples, tokens), places, range);
        Tensor sums = addRows(x, ofBatch, new long[] {(long) samples * tokens, x.dimension(2)});
        return Shaping.reshape(sums, samples, tokens, x.dimension(2));
    }

    /**
     * NumPy's take_along_axis: along one axis, the elements at given places, separately for every place along the others.
     *
     * @param x [..., n, ...]
     * @param indices [..., k, ...], integers from 0 to n - 1; of x's shape but for the extent of {@code axis}
     * @return the shape of the indices
     */
    public static Tensor alongAxis(Tensor x, Tensor indices, int axis) {
        requireIntegers(indices);
        if (indices.rank() != x.rank()
                || !Arrays.equals(Shapes.with(indices.shape(), axis, 0), Shapes.with(x.shape(), axis, 0))) {
            throw new IllegalArgumentException("indices " + indices + " along axis " + axis + " of " + x
                    + ": their shapes must be the same but for that axis");
        }
        int last = x.rank() - 1;
        if (axis == last) {
            return alongLastAxis(x, indices);
        }
        int[] exchange = IntStream.range(0, x.rank()).toArray();
        exchange[axis] = last;
        exchange[last] = axis;
        return Shaping.permute(
                alongLastAxis(Shaping.permute(x, exchange), Shaping.permute(indices, exchange)), exchange);
    }

    private static Tensor alongLastAxis(Tensor x, Tensor indices) {
        return CompositeCall.declare(new Composite.TakeAlongAxis(), List.of(x, indices), () -> {
            long extent = x.dimension(-1);
            int rows = Math.toIntExact(x.length() / extent);
            long count = indices.length() / rows;
            Tensor places = addTo(rowStarts(x, rows), Shaping.reshape(indices, rows, count), elementsOf(x));
            return Shaping.reshape(rows(Shaping.reshape(x, x.length()), places), indices.shape());
        });
    }

    /** The range that the engine holds indices of {@link #alongAxis} against. */
    public static IndexRange elementsOf(Tensor x) {
        return new IndexRange(
                1, x.dimension(-1), OptionalInt.empty(), "the places along the chosen axis of " + x.name());
    }

    /** Where each row begins, [rows, 1]. */
    private static Tensor rowStarts(Tensor x, int rows) {
        return starts(x, rows, Math.toIntExact(x.dimension(-1)));
    }

    private static Tensor starts(Tensor x, int rows, int extent) {
        int[] starts = IntStream.range(0, rows).map(row -> row * extent).toArray();
        return Constants.integers(x, "starts of " + rows + " rows of " + extent, starts, rows, 1);
    }

    private static Tensor addTo(Tensor offsets, Tensor indices, IndexRange range) {
        return NativeOperation.declare(
                "add",
                List.of(offsets, indices),
                Shapes.broadcast(offsets.shape(), indices.shape()),
                Arguments.NONE.withIndices(range),
                (y, dy) -> Arrays.asList(null, null));
    }

    /** A table of zeros to whose rows the values are added: the gradient of {@link #rows}. */
    private static Tensor addRows(Tensor values, Tensor indices, long[] tableShape) {
        long count = indices.length();
        long width = Shapes.length(tableShape) / tableShape[0];
        // The native sum takes a matrix of one row for a vector of numbers; nothing of three axes.
        Tensor flat = Shaping.reshape(values, count, 1, width); // [N, 1, D]
        Tensor sums = NativeOperation.declare(
                "unsorted_segment_sum",
                List.of(flat, Shaping.reshape(indices, count)),
                new long[] {tableShape[0], 1, width},
                Arguments.integers(tableShape[0]),
                (y, dy) -> Arrays.asList(Shaping.reshape(rows(dy, indices), flat.shape()), null));
        return Shaping.reshape(sums, tableShape);
    }

    /** Refuses indices that are not 32-bit integers. */
    static void requireIntegers(Tensor indices) {
        if (indices.type() != DataType.INT32) {
            throw new IllegalArgumentException("indices " + indices + " are of type " + indices.type()
                    + ": they must be of type INT32, as GraphBuilder.integerInput declares them");
        }
    }
}
