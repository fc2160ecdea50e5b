package io.sparkformer.model.onnx;

import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.StaticOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** The shapes of a graph's variables for batches of any size, from two declarations of the same model. */
final class BatchShapes {
    private final Map<String, BatchShape> shapes = new HashMap<>();

    private BatchShapes() {}

    /**
     * Compares the declarations, operation by operation.
     *
     * @param graph whose variables are meant
     * @param larger the same model for a batch of one more
     */
    static BatchShapes of(ModelGraph graph, ModelGraph larger) {
        List<SameDiffOp> operations = new ArrayList<>(graph.sameDiff().getOps().values());
        List<SameDiffOp> others = new ArrayList<>(larger.sameDiff().getOps().values());
        if (operations.size() != others.size()) {
            throw new UnsupportedOperationException(
                    "the model has " + operations.size() + " operations for one batch and " + others.size()
                            + " for another: it cannot be exported for batches of any size");
        }
        BatchShapes result = new BatchShapes();
        int batch = graph.settings().batchSize();
        Map<String, long[]> smallerShapes = shapes(graph);
        Map<String, long[]> largerShapes = shapes(larger);
        graph.inputs()
                .forEach((role, input) -> result.add(
                        input.name(), input.shape(), larger.input(role).shape(), batch));
        for (int i = 0; i < operations.size(); i++) {
            result.add(
                    operations.get(i).getInputsToOp(),
                    others.get(i).getInputsToOp(),
                    smallerShapes,
                    largerShapes,
                    batch);
            result.add(
                    operations.get(i).getOutputsOfOp(),
                    others.get(i).getOutputsOfOp(),
                    smallerShapes,
                    largerShapes,
                    batch);
        }
        return result;
    }

    /** The shape of a variable that an operation reads or writes. */
    BatchShape of(String variable) {
        return Objects.requireNonNull(shapes.get(variable), variable);
    }

    private void add(
            List<String> variables,
            List<String> others,
            Map<String, long[]> smallerShapes,
            Map<String, long[]> largerShapes,
            int batch) {
        for (int i = 0; i < variables.size(); i++) {
            add(
                    variables.get(i),
                    Objects.requireNonNull(smallerShapes.get(variables.get(i))),
                    Objects.requireNonNull(largerShapes.get(others.get(i))),
                    batch);
        }
    }

    private void add(String variable, long[] smaller, long[] larger, int batch) {
        shapes.put(variable, BatchShape.between(smaller, larger, batch));
    }

    private static Map<String, long[]> shapes(ModelGraph graph) {
        SameDiff declared = graph.sameDiff();
        Map<String, long[]> shapes = new HashMap<>();
        graph.inputs().values().forEach(input -> shapes.put(input.name(), input.shape()));
        graph.layout().parameters().forEach(parameter -> shapes.put(parameter.name(), parameter.dimensions()));
        declared.variables().stream()
                .filter(variable -> variable.isConstant())
                .forEach(constant ->
                        shapes.put(constant.name(), constant.getArr().shape()));
        for (SameDiffOp operation : declared.getOps().values()) {
            List<long[]> outputs = ((StaticOperation) operation.getOp()).outputShapes();
            for (int i = 0; i < outputs.size(); i++) {
                shapes.put(operation.getOutputsOfOp().get(i), outputs.get(i));
            }
        }
        return shapes;
    }
}
