package io.sparkformer.model.plan;

import java.util.List;
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
        List<DataType> outputTypes) {}
