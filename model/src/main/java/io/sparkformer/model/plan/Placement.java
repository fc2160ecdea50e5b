package io.sparkformer.model.plan;

import io.sparkformer.model.operation.Producers;
import io.sparkformer.model.operation.Shapes;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.StaticOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Decides where each array of the graph lies.
 *
 * <p>Parameters, inputs and gradients have their place before compilation starts. A reshape is a view of its input; where
 * its output has a place already, its input is placed there instead, so that a gradient is computed right into the flat
 * gradient buffer. Everything else gets memory of its own.
 */
final class Placement implements AutoCloseable {
    private final SameDiff graph;
    private final Kernels kernels;
    private final Map<String, View> views = new HashMap<>();
    private final List<Storage> owned = new ArrayList<>();

    Placement(SameDiff graph, Kernels kernels) {
        this.graph = graph;
        this.kernels = kernels;
    }

    /** Fixes where {@code name} lies. */
    void put(String name, View view) {
        views.put(name, view);
    }

    /** Where {@code name} lies. */
    View view(String name) {
        return Objects.requireNonNull(views.get(name), () -> "no place for " + name);
    }

    /** Places what is not placed yet. */
    void complete(List<SameDiffOp> operations) {
        for (int i = operations.size() - 1; i >= 0; i--) {
            placeReshapedBackward(operations.get(i));
        }
        for (SameDiffOp operation : operations) {
            for (String input : operation.getInputsToOp()) {
                placeConstant(input);
            }
            placeOutputs(operation);
        }
    }

    /** Whether the operation is a reshape whose output simply is its input. */
    boolean isView(SameDiffOp operation) {
        if (!isReshape(operation)) {
            return false;
        }
        View input = view(operation.getInputsToOp().get(0));
        View output = view(operation.getOutputsOfOp().get(0));
        return input.storage() == output.storage() && input.offset() == output.offset();
    }

    private void placeReshapedBackward(SameDiffOp operation) {
        if (!isReshape(operation)) {
            return;
        }
        View output = views.get(operation.getOutputsOfOp().get(0));
        String input = operation.getInputsToOp().get(0);
        SameDiffOp producer = Producers.of(graph, input);
        if (output != null && producer != null && !views.containsKey(input)) {
            views.put(input, output.reshaped(shape(producer, input)));
        }
    }

    private void placeOutputs(SameDiffOp operation) {
        for (String output : operation.getOutputsOfOp()) {
            if (!views.containsKey(output)) {
                long[] shape = shape(operation, output);
                views.put(output, isReshape(operation) ? alias(operation, shape) : fresh(type(output), shape));
            }
        }
    }

    private View alias(SameDiffOp reshape, long[] shape) {
        return view(reshape.getInputsToOp().get(0)).reshaped(shape);
    }

    private View fresh(DataType type, long[] shape) {
        Storage storage = kernels.allocate(type, Shapes.length(shape));
        owned.add(storage);
        return new View(storage, 0, shape);
    }

    private void placeConstant(String name) {
        if (!views.containsKey(name) && graph.getVariable(name).isConstant()) {
            Storage storage = kernels.constant(graph.getVariable(name).getArr());
            owned.add(storage);
            views.put(
                    name, new View(storage, 0, graph.getVariable(name).getArr().shape()));
        }
    }

    DataType type(String name) {
        return graph.getVariable(name).dataType();
    }

    private static boolean isReshape(SameDiffOp operation) {
        return operation.getOp().opName().equals(Shaping.RESHAPE);
    }

    private static long[] shape(SameDiffOp operation, String output) {
        if (operation.getOp() instanceof StaticOperation known) {
            return known.outputShapes().get(operation.getOutputsOfOp().indexOf(output));
        }
        throw new UnsupportedOperationException("operation " + operation.getOp().opName() + " at " + output
                + ": its shape is not static; express it with the operations of io.sparkformer.model.operation");
    }

    @Override
    public void close() {
        owned.forEach(Storage::close);
    }
}
