package io.sparkformer.model.plan;

import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.operation.Differentiation;
import io.sparkformer.model.operation.GraphNode;
import io.sparkformer.model.operation.Tensor;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns a graph into kernels: what has to run, in which order, and where its arrays lie. */
final class PlanCompiler {
    private final ModelGraph graph;
    private final Kernels engine;
    private final Placement placement;
    private final PlanSettings settings;

    PlanCompiler(ModelGraph graph, Kernels engine, Placement placement, PlanSettings settings) {
        this.graph = graph;
        this.engine = engine;
        this.placement = placement;
        this.settings = settings;
    }

    /**
     * Gives each input a region, and each parameter its part of theirs; the first thing to do.
     *
     * @param inputs that have a place already, which those of the same name and shape share
     */
    void placeGiven(Regions regions, Storage parameters, Map<String, View> inputs) {
        for (Tensor input : graph.inputs().values()) {
            View known = inputs.get(input.name());
            placement.put(
                    input.name(),
                    known != null && input.hasShape(known.shape())
                            ? known
                            : new View(regions.allocate(input.type(), input.length()), 0, input.shape()));
        }
        graph.layout().parameters().forEach(parameter -> placement.put(parameter.name(), part(parameters, parameter)));
    }

    /**
     * The kernels of a run, in their order.
     *
     * @param gradients their flat vector; null for a plan without
     */
    List<BoundKernel> kernels(@Nullable FlatGradients gradients) {
        Set<String> forward = forward();
        Set<String> results = new TreeSet<>(forward);
        if (gradients != null) {
            results.addAll(differentiate(gradients));
        }
        List<Execution> executions = executions(forward, results);
        placement.complete(executions, results);
        return bind(executions);
    }

    /** Names of what is wanted of the forward pass. */
    private Set<String> forward() {
        Set<String> names = new TreeSet<>(settings.kept());
        graph.outputs().values().forEach(output -> names.add(output.name()));
        Tensor loss = graph.loss();
        if (loss != null) {
            names.add(loss.name());
        }
        return names;
    }

    /** Adds the gradients to the graph, each placed in the flat vector; their names. */
    private List<String> differentiate(FlatGradients flat) {
        Tensor loss = Objects.requireNonNull(graph.loss(), "a graph without a loss cannot be trained");
        Map<String, Tensor> derived = Differentiation.gradients(loss, trained());
        for (ParameterSpec parameter : graph.layout().parameters()) {
            Tensor gradient = derived.get(parameter.name());
            if (gradient == null) {
                placement.keepZero(part(flat, parameter));
            } else {
                placement.put(gradient.name(), part(flat, parameter));
            }
        }
        return derived.values().stream().map(Tensor::name).toList();
    }

    private List<Tensor> trained() {
        return graph.layout().parameters().stream()
                .filter(parameter -> !settings.frozen().contains(parameter.name()))
                .map(parameter -> new Tensor(graph.sameDiff().getVariable(parameter.name()), parameter.dimensions()))
                .toList();
    }

    private List<Execution> executions(Set<String> forward, Collection<String> results) {
        List<GraphNode> nodes = LiveNodes.inOrder(graph.sameDiff(), results, engine);
        List<Execution> single = ExecutionOrder.of(
                nodes,
                GraphNode.among(nodes, forward),
                recomputation(),
                forward,
                graph.boundaries(),
                inverses(),
                engine);
        Set<String> seen = new TreeSet<>(results);
        seen.addAll(graph.boundaries()); // blocks may be computed again from there
        return Fusion.of(single, seen, engine);
    }

    /** What inverses give is not the same bit for bit, and must not depend on how memory is used: where there are some, they are used. */
    private Recomputation recomputation() {
        return graph.inverses().isEmpty() ? settings.recomputation() : Recomputation.BLOCKS;
    }

    /** What computes boundaries from later ones, by their names. */
    private Map<String, GraphNode> inverses() {
        Map<String, GraphNode> producers = new HashMap<>();
        GraphNode.inOrder(graph.sameDiff())
                .forEach(node -> node.outputs().forEach(output -> producers.put(output, node)));
        Map<String, GraphNode> inverses = new TreeMap<>();
        graph.inverses().forEach((variable, same) -> inverses.put(variable, producers.get(same)));
        return inverses;
    }

    private List<BoundKernel> bind(List<Execution> executions) {
        Binder binder = new Binder(placement, engine);
        return executions.stream()
                .filter(execution -> !placement.isView(execution))
                .map(execution -> new BoundKernel(binder.bind(execution), Binder.place(execution)))
                .toList();
    }

    private static View part(Storage flat, ParameterSpec parameter) {
        return new View(flat, parameter.offset(), parameter.dimensions());
    }
}
