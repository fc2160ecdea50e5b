package io.sparkformer.model.fuzz;

import io.sparkformer.model.operation.Tensor;
import java.util.Set;

/**
 * A real tensor of a graph under construction.
 *
 * @param name in the description
 * @param tensor the same in the graph
 * @param parameters names of those that it depends on
 * @param degree how many factors of unit size its elements are products of, roughly: a bound of their size
 * @param exact whether its elements are elements of leaves, moved and chosen but not computed, so that every engine has the
 *     same bits: only such may be compared with one another, since engines may order nearly equal ones differently
 */
record Node(String name, Tensor tensor, Set<String> parameters, int degree, boolean exact) {
    /** What becomes of the operands' degree and exactness. */
    enum Kind {
        /** Elements of the operands. */
        MOVED,

        /** As large as the largest operand. */
        SUM,

        /** As large as the operands together. */
        PRODUCT,

        /** Of unit size. */
        BOUNDED
    }

    long[] shape() {
        return tensor.shape();
    }

    int rank() {
        return tensor.rank();
    }

    long length() {
        return tensor.length();
    }

    long dimension(int axis) {
        return tensor.dimension(axis);
    }
}
