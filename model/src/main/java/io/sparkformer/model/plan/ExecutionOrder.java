package io.sparkformer.model.plan;

import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.GraphNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * The order in which a step's nodes run, with those that run again.
 *
 * <p>The forward pass runs as declared. Some of its variables are dropped: where a gradient reads one, the node that
 * computes it runs once more right before, and first the nodes of what that one reads.
 */
final class ExecutionOrder {
    private final Kernels engine;
    private final Set<String> dropped = new HashSet<>();
    private final Map<String, GraphNode> producers = new HashMap<>();
    private final Map<String, String> inverted = new HashMap<>();
    private final Map<String, String> again = new HashMap<>();
    private final List<Execution> executions = new ArrayList<>();

    private ExecutionOrder(Kernels engine) {
        this.engine = engine;
    }

    /** All nodes once, as they are declared. */
    static List<Execution> asDeclared(List<GraphNode> nodes) {
        return nodes.stream().map(Execution::of).toList();
    }

    /**
     * The forward pass, and the gradients with what is computed again for them.
     *
     * @param nodes all of them, as declared
     * @param forward those of the forward pass
     * @param kept names of variables that must stay
     * @param boundaries names of the blocks' inputs and outputs, in their order
     * @param inverses what computes boundaries from later ones, by their names
     */
    static List<Execution> of(
            List<GraphNode> nodes,
            List<GraphNode> forward,
            Recomputation recomputation,
            Collection<String> kept,
            List<String> boundaries,
            Map<String, GraphNode> inverses,
            Kernels engine) {
        ExecutionOrder order = new ExecutionOrder(engine);
        switch (recomputation) {
            case NONE -> {}
            case CHEAP -> order.dropCheap(forward, readers(nodes, engine));
            case BLOCKS ->
                insideBlocks(forward, boundaries).stream()
                        .filter(node -> !isIntegers(node))
                        .forEach(order::drop);
        }
        if (recomputation == Recomputation.BLOCKS) {
            order.dropped.removeAll(boundaries);
            inverses.forEach(order::invert);
        }
        order.dropped.removeAll(kept);
        Set<GraphNode> first = Collections.newSetFromMap(new IdentityHashMap<>());
        first.addAll(forward);
        forward.forEach(node -> order.executions.add(Execution.of(node)));
        nodes.stream().filter(node -> !first.contains(node)).forEach(order::gradient);
        return order.executions;
    }

    /** How many nodes read each variable. */
    private static Map<String, Integer> readers(List<GraphNode> nodes, Kernels engine) {
        Map<String, Integer> readers = new HashMap<>();
        for (GraphNode node : nodes) {
            new HashSet<>(Execution.variablesRead(node, engine))
                    .forEach(input -> readers.merge(input, 1, Integer::sum));
        }
        return readers;
    }

    /** To keep what only the node itself reads would take as much memory as to keep what it computes. */
    private void dropCheap(List<GraphNode> forward, Map<String, Integer> readers) {
        for (GraphNode node : forward) {
            boolean saves = node.inputs().stream().anyMatch(input -> readers.getOrDefault(input, 0) > 1);
            if (saves && isCheap(node)) {
                drop(node);
            }
        }
    }

    /** Layer norms, activation functions, and what a mask leaves of them. */
    private boolean isCheap(GraphNode node) {
        if (node instanceof GraphNode.Group group) {
            Composite composite = group.call().composite();
            return composite instanceof Composite.LayerNorm || composite instanceof Composite.Activation;
        }
        return isProduct(((GraphNode.Primitive) node).operation())
                && node.inputs().stream().anyMatch(dropped::contains);
    }

    private static boolean isProduct(SameDiffOp operation) {
        return operation.getOp().opName().equals(Arithmetic.MULTIPLY);
    }

    /** The nodes between the first boundary and the last. */
    private static List<GraphNode> insideBlocks(List<GraphNode> forward, List<String> boundaries) {
        if (boundaries.isEmpty()) {
            return List.of();
        }
        String first = boundaries.get(0);
        String last = boundaries.get(boundaries.size() - 1);
        int from = 0;
        int to = 0;
        for (int i = 0; i < forward.size(); i++) {
            if (forward.get(i).outputs().contains(first)) {
                from = i + 1;
            }
            if (forward.get(i).outputs().contains(last)) {
                to = i + 1;
            }
        }
        return from < to ? forward.subList(from, to) : List.of();
    }

    /** Numbers of what was chosen, which are few; and what was chosen must not be chosen anew by what inverses have rounded. */
    private static boolean isIntegers(GraphNode node) {
        SameDiffOp operation = node instanceof GraphNode.Group group
                ? group.members().get(group.members().size() - 1)
                : ((GraphNode.Primitive) node).operation();
        SameDiff graph = operation.getOp().getSameDiff();
        return node.outputs().stream()
                .allMatch(output -> graph.getVariable(output).dataType().isIntType());
    }

    private void drop(GraphNode node) {
        dropped.addAll(node.outputs());
        node.outputs().forEach(output -> producers.put(output, node));
    }

    private void invert(String variable, GraphNode inverse) {
        dropped.add(variable);
        producers.put(variable, inverse);
        inverse.outputs().forEach(output -> inverted.put(output, variable));
    }

    private void gradient(GraphNode node) {
        Map<String, String> versions = versionsOf(Execution.variablesRead(node, engine));
        CompositeCall forward =
                node instanceof GraphNode.Group group ? group.call().forward() : null;
        if (forward != null && engine.savedLength(forward) > 0) {
            // What the forward kernel saves is known by the name of its output.
            versions.putAll(versionsOf(List.of(forward.output().name())));
        }
        executions.add(new Execution(node, versions));
    }

    private Map<String, String> versionsOf(List<String> variables) {
        Map<String, String> versions = new HashMap<>();
        for (String variable : variables) {
            if (dropped.contains(variable)) {
                versions.put(variable, computedAgain(variable));
            }
        }
        return versions;
    }

    private String computedAgain(String variable) {
        String known = again.get(variable);
        if (known != null) {
            return known;
        }
        GraphNode node = Objects.requireNonNull(producers.get(variable));
        Map<String, String> versions = versionsOf(node.inputs());
        for (String output : node.outputs()) {
            String version = output + " again";
            versions.put(output, version);
            again.put(inverted.getOrDefault(output, output), version);
        }
        executions.add(new Execution(node, versions));
        return Objects.requireNonNull(again.get(variable));
    }
}
