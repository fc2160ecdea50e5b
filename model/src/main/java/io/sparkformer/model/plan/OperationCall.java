package io.sparkformer.model.plan;

import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.StaticOperation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An operation of the graph with the memory it works on.
 *
 * @param operation the SameDiff operation
 * @param place name of its first output, which tells where in the model it stands
 * @param inputs where each input lies
 * @param inputTypes element type of each input
 * @param outputs where each output goes
 * @param outputTypes element type of each output
 */
public record OperationCall(
        DifferentialFunction operation,
        String place,
        List<View> inputs,
        List<DataType> inputTypes,
        List<View> outputs,
        List<DataType> outputTypes) {
    /** The operation and its place in the model, for errors. */
    String describe() {
        CompositeCall composite =
                operation instanceof StaticOperation known ? known.membership().call() : null;
        return "operation " + operation.opName() + " at " + place + " of " + Arrays.toString(operation.argNames())
                + (composite == null ? "" : ", part of " + composite);
    }

    /** The shapes of its inputs and then of its outputs, for errors. */
    String shapes() {
        return Stream.concat(inputs.stream(), outputs.stream())
                .map(view -> Arrays.toString(view.shape()))
                .collect(Collectors.joining(" "));
    }
}
