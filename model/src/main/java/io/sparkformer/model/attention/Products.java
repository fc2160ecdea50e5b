package io.sparkformer.model.attention;

import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.stream.IntStream;

/** Sums over short axes and repetitions along them, as products of matrices: forward and backward many times as fast as the native ones. */
final class Products {
    private Products() {}

    /** x [..., 1] as [..., width]. */
    static Tensor repeated(Tensor x, long width) {
        Tensor ones = ConstantTable.ones(x, 1, width);
        return reshaped(MatMul.apply(Shaping.reshape(x, x.length(), 1), ones), x, width);
    }

    /** The sums over the last axis of x [..., W], [..., 1]. */
    static Tensor sums(Tensor x) {
        return sums(x, 1);
    }

    /** The sums of equal parts of the last axis of x [..., W], [..., parts]. */
    static Tensor sums(Tensor x, int parts) {
        long width = x.dimension(-1);
        Tensor rows = Shaping.reshape(x, x.length() / width, width);
        return reshaped(MatMul.applyTransposed(rows, membership(x, parts, width)), x, parts);
    }

    /** Of x [..., parts] each number as often as its part of a width has places, [..., width]. */
    static Tensor repeatedParts(Tensor x, long width) {
        int parts = Math.toIntExact(x.dimension(-1));
        Tensor rows = Shaping.reshape(x, x.length() / parts, parts);
        return reshaped(MatMul.apply(rows, membership(x, parts, width)), x, width);
    }

    /** 1 where a place is in a part, [parts, width]. */
    private static Tensor membership(Tensor like, int parts, long width) {
        int all = Math.toIntExact(width);
        double[] values = IntStream.range(0, parts * all)
                .mapToDouble(i -> i % all / (all / parts) == i / all ? 1 : 0)
                .toArray();
        return ConstantTable.of(like, parts + " parts of " + width, values, parts, width);
    }

    private static Tensor reshaped(Tensor rows, Tensor like, long last) {
        long[] shape = like.shape();
        shape[shape.length - 1] = last;
        return Shaping.reshape(rows, shape);
    }
}
