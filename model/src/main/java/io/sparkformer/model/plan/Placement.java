package io.sparkformer.model.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

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
    private final Map<String, View> views = new HashMap<>();
    private final WorkingMemory memory;
    private final GradientPlaces gradients;
    private final Constants constants;

    Placement(SameDiff graph, DataType type, Kernels kernels, @Nullable FlatGradients gradients) {
        this.graph = graph;
        this.kernels = kernels;
        this.memory = new WorkingMemory(type);
        this.gradients = new GradientPlaces(gradients, views, memory);
        this.constants = new Constants(graph, kernels);
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
        return views.get(execution.saved());
    }

    /** What the kernel of a run of a composite uses only while it runs; null if nothing. */
    @Nullable View scratch(Execution execution) {
        return views.get(execution.scratch());
    }

    /** Bytes of everything that lives within a step. */
    long memoryBytes() {
        return memory.bytes();
    }

    DataType type(String variable) {
        return graph.getVariable(variable).dataType();
    }

    /** A part of the flat gradients that nobody writes. */
    void keepZero(View gradient) {
        gradients.keepZero(gradient);
    }

    /** Whether the node is a reshape whose output simply is its input. */
    boolean isView(Execution execution) {
        if (!execution.isReshape()) {
            return false;
        }
        return view(execution.version(execution.node().inputs().get(0))).liesAt(view(execution.result()));
    }

    /**
     * Places what is not placed yet.
     *
     * @param executions in their order
     * @param results names of what is read after a run
     */
    void complete(List<Execution> executions, Collection<String> results) {
        new InheritedPlaces(graph, kernels, views).add(executions);
        gradients.reserve(executions);
        Set<String> half = halfVariables(executions, results);
        executions.forEach(execution -> constants.place(execution.reads(kernels), views));
        constants.place(results, views);
        new Lifetimes(graph, kernels, views, memory).add(executions, results, half);
        memory.layOut(kernels, views);
        gradients.place();
    }

    private Set<String> halfVariables(List<Execution> executions, Collection<String> results) {
        Set<String> fixed = new HashSet<>(results);
        fixed.addAll(views.keySet());
        return HalfVariables.of(executions.stream().map(Execution::node).toList(), fixed, kernels);
    }

    @Override
    public void close() {
        memory.close();
        constants.close();
    }
}
