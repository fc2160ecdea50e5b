package io.sparkformer.model.operation;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** Which operation computes a variable. */
public final class Producers {
    private Producers() {}

    /** The operation that has {@code variable} as an output; null for inputs, parameters and constants. */
    public static @Nullable SameDiffOp of(SameDiff graph, String variable) {
        String operation = Objects.requireNonNull(graph.getVariables().get(variable), variable)
                .getOutputOfOp();
        return operation == null ? null : graph.getOps().get(operation);
    }
}
