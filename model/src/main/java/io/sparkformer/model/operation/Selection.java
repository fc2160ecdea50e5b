package io.sparkformer.model.operation;

import java.util.Arrays;

/** Choosing between values by a mask that is part of the model, such as an attention pattern. Values must be finite. */
public final class Selection {
    private Selection() {}

    /**
     * A constant mask.
     *
     * @param like gives the graph and the element type
     * @param allowed row by row
     * @param shape of the mask; it broadcasts to what it is applied to
     * @return 1 where allowed and 0 elsewhere
     */
    public static Tensor mask(Tensor like, boolean[] allowed, long... shape) {
        if (Shapes.length(shape) != allowed.length) {
            throw new IllegalArgumentException("a mask of shape " + Arrays.toString(shape) + " has "
                    + Shapes.length(shape) + " elements; given are " + allowed.length);
        }
        double[] values = new double[allowed.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = allowed[i] ? 1 : 0;
        }
        String name = "mask " + like.graph().getVariables().size(); // names only become more
        return Constants.reals(like, name, values, shape);
    }

    /** x where the mask allows, and the constant {@code otherwise} elsewhere. */
    public static Tensor keep(Tensor mask, Tensor x, double otherwise) {
        Tensor kept = Arithmetic.multiply(x, mask);
        return otherwise == 0 ? kept : Arithmetic.add(kept, Arithmetic.scale(complement(mask), otherwise));
    }

    /** a where the mask allows, and b elsewhere. */
    public static Tensor where(Tensor mask, Tensor a, Tensor b) {
        return Arithmetic.add(Arithmetic.multiply(a, mask), Arithmetic.multiply(b, complement(mask)));
    }

    private static Tensor complement(Tensor mask) {
        return Arithmetic.shift(Arithmetic.scale(mask, -1), 1);
    }
}
