package io.sparkformer.model.operation;

import java.util.Arrays;
import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Constants of a graph, each declared once however often it is used. */
final class Constants {
    private Constants() {}

    /** The scalar {@code value} in the type of {@code like}. */
    static Tensor scalar(Tensor like, double value) {
        String name = "constant/" + like.type() + "/" + value;
        return declared(like.graph(), name, () -> Nd4j.scalar(like.type(), value));
    }

    /** An array of ones in the type of {@code like}. */
    static Tensor ones(Tensor like, long... shape) {
        String name = "constant/" + like.type() + "/ones" + Arrays.toString(shape);
        return declared(like.graph(), name, () -> Nd4j.ones(like.type(), shape), shape);
    }

    /** An array of zeros in the type of {@code like}. */
    static Tensor zeros(Tensor like, long... shape) {
        String name = "constant/" + like.type() + "/zeros" + Arrays.toString(shape);
        return declared(like.graph(), name, () -> Nd4j.zeros(like.type(), shape), shape);
    }

    /** A vector of ones with a zero at one place, in the type of {@code like}. */
    static Tensor allBut(Tensor like, int zero, long length) {
        String name = "constant/" + like.type() + "/all" + length + "but" + zero;
        return declared(like.graph(), name, () -> Nd4j.ones(like.type(), length).putScalar(zero, 0), length);
    }

    /** [tokens, tokens]: what is added to the logits of attention so that nobody hears those who come later. */
    static Tensor futureMask(Tensor like, int tokens) {
        double[][] mask = new double[tokens][tokens];
        for (int row = 0; row < tokens; row++) {
            Arrays.fill(mask[row], row + 1, tokens, AttentionSettings.FORBIDDEN);
        }
        String name = "constant/" + like.type() + "/future" + tokens;
        return declared(like.graph(), name, () -> Nd4j.createFromArray(mask).castTo(like.type()), tokens, tokens);
    }

    /** [extent, extent]: zeros on the diagonal and {@code beside} elsewhere, in the type of {@code like}. */
    static Tensor diagonal(Tensor like, long extent, double beside) {
        int rows = Math.toIntExact(extent);
        double[] values = new double[rows * rows];
        Arrays.fill(values, beside);
        for (int row = 0; row < rows; row++) {
            values[row * rows + row] = 0;
        }
        return reals(like, "diagonal" + rows + "beside" + beside, values, rows, rows);
    }

    /** An array of one value in the type of {@code like}. */
    static Tensor filled(Tensor like, double value, long... shape) {
        double[] values = new double[Math.toIntExact(Shapes.length(shape))];
        Arrays.fill(values, value);
        return reals(like, "filled" + value + Arrays.toString(shape), values, shape);
    }

    /** Integers under a name of their own, which stands for their values. */
    static Tensor integers(Tensor like, String name, int[] values, long... shape) {
        return declared(
                like.graph(),
                "constant/" + name,
                () -> Nd4j.createFromArray(values).reshape(shape),
                shape);
    }

    /** Numbers under a name of their own, which stands for their values, in the type of {@code like}. */
    static Tensor reals(Tensor like, String name, double[] values, long... shape) {
        return declared(
                like.graph(),
                "constant/" + like.type() + "/" + name,
                () -> Nd4j.createFromArray(values).castTo(like.type()).reshape(shape),
                shape);
    }

    /** Leading and trailing padding per axis, as the native {@code pad} wants it: [rank, 2] integers. */
    static Tensor paddings(SameDiff graph, int[][] paddings) {
        String name = "constant/paddings" + Arrays.deepToString(paddings);
        return declared(graph, name, () -> Nd4j.createFromArray(paddings).castTo(DataType.INT32), paddings.length, 2);
    }

    private static Tensor declared(SameDiff graph, String name, Supplier<INDArray> value, long... shape) {
        SDVariable known = graph.getVariable(name);
        return new Tensor(known != null ? known : graph.constant(name, value.get()), shape);
    }
}
