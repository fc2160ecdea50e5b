package io.sparkformer.model.plan;

import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.GraphNode;
import io.sparkformer.model.operation.Tensor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Adds to working memory what the runs of a step write, each array from the run that writes it to the last one that reads
 * it. What has a place already is left there.
 */
final class Lifetimes {
    private final SameDiff graph;
    private final Kernels kernels;
    private final Map<String, View> views;
    private final WorkingMemory memory;

    /**
     * Adds nothing yet.
     *
     * @param views places by name, to which reshapes of them are added
     */
    Lifetimes(SameDiff graph, Kernels kernels, Map<String, View> views, WorkingMemory memory) {
        this.graph = graph;
        this.kernels = kernels;
        this.views = views;
        this.memory = memory;
    }

    /**
     * Adds all arrays.
     *
     * @param executions in their order
     * @param results names of what is read after a run
     * @param half names of what is kept in bfloat16
     */
    void add(List<Execution> executions, Collection<String> results, Set<String> half) {
        for (int i = 0; i < executions.size(); i++) {
            Execution execution = executions.get(i);
            useAll(execution.reads(kernels), i);
            if (execution.call() == null) {
                addOutputs(execution, ((GraphNode.Primitive) execution.node()).operation(), i);
            } else {
                addComposite(execution, half, i);
            }
        }
        useAll(results, executions.size());
    }

    private void useAll(Collection<String> names, int position) {
        for (String name : names) {
            if (memory.has(name)) {
                memory.use(name, position);
            }
        }
    }

    private void addOutputs(Execution execution, SameDiffOp operation, int position) {
        for (String output : operation.getOutputsOfOp()) {
            String name = execution.version(output);
            if (views.containsKey(name)) {
                continue;
            }
            long[] shape = OutputShapes.of(operation, output);
            if (execution.isReshape()) {
                alias(execution.version(operation.getInputsToOp().get(0)), name, shape);
            } else {
                DataType type = graph.getVariable(output).dataType();
                memory.add(name, type, shape, position);
            }
        }
    }

    /** Lets a reshape's output be its input. */
    private void alias(String input, String output, long[] shape) {
        if (memory.has(input)) {
            memory.alias(output, input, shape);
        } else {
            View view = Objects.requireNonNull(views.get(input), () -> "no place for " + input);
            views.put(output, view.reshaped(shape));
        }
    }

    private void addComposite(Execution execution, Set<String> half, int position) {
        CompositeCall call = Objects.requireNonNull(execution.call());
        for (Tensor output : call.outputs()) {
            if (output != null) {
                String name = execution.written(output.name());
                addOutput(name, output, half.contains(execution.absorbed().isEmpty() ? output.name() : name), position);
            }
        }
        if (call.forward() == null) {
            memory.addIfAny(execution.saved(), kernels.savedLength(call), position);
        } else if (memory.has(execution.saved())) {
            memory.use(execution.saved(), position);
        }
        memory.addIfAny(execution.scratch(), kernels.scratchLength(call), position);
    }

    private void addOutput(String name, Tensor output, boolean half, int position) {
        if (views.containsKey(name)) {
            return;
        }
        if (half) {
            memory.addHalf(name, output.shape(), position);
        } else {
            memory.add(name, output.type(), output.shape(), position);
        }
    }
}
