package io.sparkformer.model.plan;

import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.GraphNode;
import io.sparkformer.model.operation.Producers;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.StaticOperation;
import io.sparkformer.model.operation.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Decides where each array of the graph lies.
 *
 * <p>Parameters and inputs have their place before compilation starts, and gradients theirs in their flat vector. A reshape
 * is a view of its input; where its output has a place already, its input is placed there instead, so that a gradient is
 * computed right into the flat vector. Everything else lies in working memory, and the flat vector does.
 */
final class Placement implements AutoCloseable {
    private final SameDiff graph;
    private final Kernels kernels;
    private final DataType type;
    private final Map<String, View> views = new HashMap<>();
    private final WorkingMemory memory = new WorkingMemory();
    private final List<Storage> constants = new ArrayList<>();
    private final @Nullable FlatGradients gradients;

    Placement(SameDiff graph, DataType type, Kernels kernels, @Nullable FlatGradients gradients) {
        this.graph = graph;
        this.type = type;
        this.kernels = kernels;
        this.gradients = gradients;
    }

    /** Fixes where {@code name} lies. */
    void put(String name, View view) {
        views.put(name, view);
    }

    /** Where {@code name} lies. */
    View view(String name) {
        return Objects.requireNonNull(views.get(name), () -> "no place for " + name);
    }

    /** Where the forward kernel of a run of a composite, or of its gradient, leaves what the gradient needs; null if nothing. */
    @Nullable View saved(Execution execution) {
        return views.get(savedName(execution));
    }

    /** What the kernel of a run of a composite uses only while it runs; null if nothing. */
    @Nullable View scratch(Execution execution) {
        return views.get(scratchName(execution));
    }

    /** Bytes of everything that lives within a step. */
    long memoryBytes() {
        return memory.bytes();
    }

    DataType type(String variable) {
        return graph.getVariable(variable).dataType();
    }

    /**
     * Places what is not placed yet.
     *
     * @param executions in their order
     * @param results names of what is read after a run
     */
    void complete(List<Execution> executions, Collection<String> results) {
        Set<String> readTwice = readTwice(executions);
        for (int i = executions.size() - 1; i >= 0; i--) {
            placeReshapedBackward(executions.get(i));
            placeAddendBackward(executions.get(i), readTwice);
        }
        addGradients(executions);
        Set<String> half = halfVariables(executions, results);
        for (int i = 0; i < executions.size(); i++) {
            Execution execution = executions.get(i);
            for (String input : execution.reads(kernels)) {
                use(input, i);
            }
            if (execution.call() == null) {
                addOutputs(execution, ((GraphNode.Primitive) execution.node()).operation(), i);
            } else {
                addComposite(execution, half, i);
            }
        }
        results.forEach(result -> use(result, executions.size()));
        memory.layOut(kernels, views);
        placeGradients();
    }

    /** Whether the node is a reshape whose output simply is its input. */
    boolean isView(Execution execution) {
        if (!isReshape(execution.node())) {
            return false;
        }
        return view(execution.version(execution.node().inputs().get(0))).liesAt(view(execution.result()));
    }

    /** A part of the flat gradients that nobody writes. */
    void keepZero(View gradient) {
        memory.addGradient(type, gradient.offset(), gradient.length(), 0);
    }

    /** Each gradient needs its place from the first run on that writes it; one that nobody writes stays zero. */
    private void addGradients(List<Execution> executions) {
        Map<Long, Integer> firstWritten = new HashMap<>();
        for (int i = 0; i < executions.size(); i++) {
            for (String output : executions.get(i).writes()) {
                View view = views.get(output);
                if (view != null && isGradient(view)) {
                    firstWritten.putIfAbsent(view.offset(), i);
                }
            }
        }
        Set<Long> added = new HashSet<>();
        for (View view : views.values()) {
            if (isGradient(view) && added.add(view.offset())) {
                memory.addGradient(type, view.offset(), view.length(), firstWritten.getOrDefault(view.offset(), 0));
            }
        }
    }

    private void placeGradients() {
        if (gradients != null) {
            gradients.place(memory.region(type));
            views.replaceAll((name, view) -> isGradient(view) ? gradients.placed(view) : view);
        }
    }

    private boolean isGradient(View view) {
        return view.storage() == gradients;
    }

    private Set<String> halfVariables(List<Execution> executions, Collection<String> results) {
        Set<String> fixed = new HashSet<>(results);
        fixed.addAll(views.keySet());
        return HalfVariables.of(executions.stream().map(Execution::node).toList(), fixed, kernels);
    }

    private void placeReshapedBackward(Execution execution) {
        if (!isReshape(execution.node())) {
            return;
        }
        View output = views.get(execution.result());
        String input = execution.node().inputs().get(0);
        SameDiffOp producer = Producers.of(graph, input);
        boolean itself = execution.version(input).equals(input);
        if (output != null && producer != null && itself && !views.containsKey(input)) {
            views.put(input, output.reshaped(shape(producer, input)));
        }
    }

    /**
     * A gradient that is added to another one, which nobody else reads, is added to it where the sum has its place: so that
     * the second gradient of a table shared by embedding and decoder touches only some of its rows.
     */
    private void placeAddendBackward(Execution execution, Set<String> readTwice) {
        CompositeCall call = execution.call();
        View sum = views.get(execution.result());
        if (sum == null
                || call == null
                || call.forward() == null
                || execution.absorbed().isEmpty()) {
            return;
        }
        String addend = execution.absorbed().get(0).addend();
        boolean isComputed = addend != null && Producers.of(graph, addend) != null;
        if (addend != null && isComputed && !readTwice.contains(addend) && !views.containsKey(addend)) {
            views.put(addend, sum);
        }
    }

    private Set<String> readTwice(List<Execution> executions) {
        Set<String> once = new HashSet<>();
        Set<String> twice = new HashSet<>();
        for (Execution execution : executions) {
            for (String input : execution.reads(kernels)) {
                if (!once.add(input)) {
                    twice.add(input);
                }
            }
        }
        return twice;
    }

    private void use(String name, int position) {
        if (memory.has(name)) {
            memory.use(name, position);
        } else if (!views.containsKey(name) && graph.getVariable(name).isConstant()) {
            INDArray value = graph.getVariable(name).getArr();
            Storage storage = kernels.constant(value);
            constants.add(storage);
            views.put(name, new View(storage, 0, value.shape()));
        }
    }

    private void addOutputs(Execution execution, SameDiffOp operation, int position) {
        for (String output : operation.getOutputsOfOp()) {
            String name = execution.version(output);
            if (views.containsKey(name)) {
                continue;
            }
            long[] shape = shape(operation, output);
            if (isReshape(execution.node())) {
                alias(execution.version(operation.getInputsToOp().get(0)), name, shape);
            } else {
                memory.add(name, type(output), shape, position);
            }
        }
    }

    /** Lets a reshape's output be its input. */
    private void alias(String input, String output, long[] shape) {
        if (memory.has(input)) {
            memory.alias(output, input, shape);
        } else {
            views.put(output, view(input).reshaped(shape));
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
            addIfAny(savedName(execution), kernels.savedLength(call), position);
        } else if (memory.has(savedName(execution))) {
            memory.use(savedName(execution), position);
        }
        addIfAny(scratchName(execution), kernels.scratchLength(call), position);
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

    private void addIfAny(String name, long length, int position) {
        if (length > 0) {
            memory.add(name, type, new long[] {length}, position);
        }
    }

    private static String savedName(Execution execution) {
        CompositeCall call = Objects.requireNonNull(execution.call());
        CompositeCall forward = call.forward() == null ? call : Objects.requireNonNull(call.forward());
        return execution.version(forward.output().name()) + " saved";
    }

    private static String scratchName(Execution execution) {
        return execution.result() + " scratch";
    }

    private static boolean isReshape(GraphNode node) {
        return node instanceof GraphNode.Primitive primitive
                && primitive.operation().getOp().opName().equals(Shaping.RESHAPE);
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
        memory.close();
        constants.forEach(Storage::close);
    }
}
