package io.sparkformer.model.operation;

/** Numbers that are part of a model's definition and are not trained. */
public final class ConstantTable {
    private ConstantTable() {}

    /**
     * Declares them, once for each name.
     *
     * @param like gives the graph and the element type
     * @param name stands for the values: the same name, the same values
     * @param values row by row
     */
    public static Tensor of(Tensor like, String name, double[] values, long... shape) {
        return Constants.reals(like, name, values, shape);
    }

    /**
     * The same of integers.
     *
     * @param like gives the graph
     */
    public static Tensor integers(Tensor like, String name, int[] values, long... shape) {
        return Constants.integers(like, name, values, shape);
    }

    /** Ones. */
    public static Tensor ones(Tensor like, long... shape) {
        return Constants.ones(like, shape);
    }

    /** Zeros. */
    public static Tensor zeros(Tensor like, long... shape) {
        return Constants.zeros(like, shape);
    }

    /** The same number everywhere. */
    public static Tensor filled(Tensor like, double value, long... shape) {
        return Constants.filled(like, value, shape);
    }
}
