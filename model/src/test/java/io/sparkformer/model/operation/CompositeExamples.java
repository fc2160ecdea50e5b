package io.sparkformer.model.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Composites at sizes that reach the vectorised bodies of fast kernels and their remainders. */
public final class CompositeExamples {
    private CompositeExamples() {}

    /** All of them. */
    public static Stream<OperationExample> all() {
        return Stream.of(activations(), indexing()).flatMap(List::stream);
    }

    private static List<OperationExample> indexing() {
        return List.of(
                new OperationExample(
                        "embedding of a small vocabulary, many repeated ids",
                        o -> Composites.embedding(o.real("table", 11, 37), o.integers("ids", 0, 11, 5, 29))),
                new OperationExample(
                        "embedding of a large vocabulary, few ids",
                        o -> Composites.embedding(o.real("table", 1003, 16), o.integers("ids", 0, 1003, 13))));
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
