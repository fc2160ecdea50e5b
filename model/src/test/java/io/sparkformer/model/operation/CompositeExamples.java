package io.sparkformer.model.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Composites at sizes that reach the vectorised bodies of fast kernels and their remainders. */
public final class CompositeExamples {
    private CompositeExamples() {}

    /** All of them. */
    public static Stream<OperationExample> all() {
        return Stream.of(activations()).flatMap(List::stream);
    }

    private static List<OperationExample> activations() {
        List<OperationExample> examples = new ArrayList<>();
        for (ActivationFunction function : ActivationFunction.values()) {
            examples.add(new OperationExample(
                    function.toString(), o -> Composites.activation(function, o.real("x", 3, 5, 37))));
        }
        examples.add(new OperationExample("tanh", o -> Activations.tanh(o.real("x", 3, 37))));
        examples.add(new OperationExample("sigmoid", o -> Activations.sigmoid(o.real("x", 3, 37))));
        return examples;
    }
}
