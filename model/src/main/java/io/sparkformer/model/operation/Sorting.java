package io.sparkformer.model.operation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Sorting along the last axis. Equal elements keep their order, so that the result depends on nothing but the values; the
 * native top_k repeats one place for equal elements. Gradients go to the elements that were chosen; that another choice
 * might have been made has no gradient.
 */
public final class Sorting {
    private Sorting() {}

    /**
     * Elements and where they were.
     *
     * @param values [..., k]
     * @param indices [..., k], integers: their places along the last axis
     */
    public record Sorted(Tensor values, Tensor indices) {}

    /** The {@code count} largest elements, the largest first. */
    public static Sorted largest(Tensor x, int count) {
        return sorted(x, order(x, count, true));
    }

    /** The {@code count} smallest elements, the smallest first. */
    public static Sorted smallest(Tensor x, int count) {
        return sorted(x, order(x, count, false));
    }

    /** All elements, the smallest first. */
    public static Sorted ascending(Tensor x) {
        return smallest(x, Math.toIntExact(x.dimension(-1)));
    }

    private static Sorted sorted(Tensor x, Tensor indices) {
        return new Sorted(Indexing.alongAxis(x, indices, x.rank() - 1), indices);
    }

    /**
     * The places of the largest or smallest elements.
     *
     * @param x [..., n]; a NaN has no place among the others
     * @param count from 1 to n
     * @param descending whether the largest come first
     * @return integers [..., count]
     */
    public static Tensor order(Tensor x, int count, boolean descending) {
        if (x.rank() < 1 || count < 1 || count > x.dimension(-1)) {
            throw new IllegalArgumentException(
                    count + " elements of the last axis of " + x + ": must be at least 1 and at most its extent");
        }
        return CompositeCall.declare(
                new Composite.Order(count, descending), List.of(x), () -> byRanks(x, count, descending));
    }

    /** 1 at the place of the largest element of the last axis, of equal ones the first, and 0 elsewhere; without a gradient. */
    public static Tensor onlyLargest(Tensor x) {
        int extent = Math.toIntExact(x.dimension(-1));
        Tensor place = Comparison.as(order(x, 1, true), x.type()); // [..., 1]
        long[] shape = new long[x.rank()];
        Arrays.fill(shape, 1);
        return Comparison.equal(counting(x, extent, Shapes.with(shape, x.rank() - 1, extent)), place);
    }

    /** By comparing all pairs: exact, and quadratic in n. */
    private static Tensor byRanks(Tensor x, int count, boolean descending) {
        long extent = x.dimension(-1);
        long rows = x.length() / extent;
        Tensor ranks = Shaping.reshape(ranks(x, descending), rows, extent, 1);
        Tensor wanted = counting(x, count, 1, 1, count);
        Tensor chosen = Comparison.equal(ranks, wanted); // [rows, n, count]: 1 where element i comes at place p
        Tensor places = counting(x, Math.toIntExact(extent), 1, extent, 1);
        Tensor indices = Reductions.sum(Arithmetic.multiply(chosen, places), 1); // [rows, 1, count]
        return Comparison.as(Shaping.reshape(indices, Shapes.with(x.shape(), x.rank() - 1, count)), DataType.INT32);
    }

    /** How many elements come before each: those that are larger (or smaller), and equal ones at places before it. */
    private static Tensor ranks(Tensor x, boolean descending) {
        int extent = Math.toIntExact(x.dimension(-1));
        long rows = x.length() / extent;
        Tensor each = Shaping.reshape(x, rows, extent, 1);
        Tensor others = Shaping.reshape(x, rows, 1, extent);
        Tensor better = descending ? Comparison.less(each, others) : Comparison.greater(each, others); // [rows, n, n]
        // Compared and not constant: engines that sort would keep n^2 numbers for nothing.
        Tensor earlier = Comparison.greater(counting(x, extent, 1, extent, 1), counting(x, extent, 1, 1, extent));
        Tensor equal = Arithmetic.multiply(Comparison.equal(each, others), earlier);
        return Reductions.sum(Arithmetic.add(better, equal), 2);
    }

    /** 0, 1, 2, ... as real numbers: exact up to 2^24. */
    private static Tensor counting(Tensor like, int end, long... shape) {
        double[] values = IntStream.range(0, end).asDoubleStream().toArray();
        return Constants.reals(like, "counting" + Arrays.toString(shape), values, shape);
    }
}
