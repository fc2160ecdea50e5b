package io.sparkformer.model.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The vector-Jacobian product of an operation, written with operations of this package. */
@FunctionalInterface
interface GradientRule {
    /**
     * Declares the gradients of the inputs.
     *
     * @param outputs the operation's outputs
     * @param gradients the loss's gradient for each output, in the same shapes
     * @return one gradient per input in that input's shape; null where an input is a mere constant
     */
    List<@Nullable Tensor> apply(List<Tensor> outputs, List<Tensor> gradients);

    /** A rule for operations of one output. */
    static GradientRule of(SingleOutput rule) {
        return (outputs, gradients) -> rule.apply(outputs.get(0), gradients.get(0));
    }

    /** The form most operations have: one output {@code y} with gradient {@code dy}. */
    @FunctionalInterface
    interface SingleOutput {
        List<@Nullable Tensor> apply(Tensor y, Tensor dy);
    }
}
