package io.sparkformer.model.operation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * Reverse-mode differentiation of a SameDiff graph by its operations' own {@code doDiff}.
 *
 * <p>{@link SameDiff#createGradFunction} is not used: it clones each operation through its serialised form, which
 * replaces our operations, and with them their correct gradients, by the stock ones.
 */
public final class Differentiation {
    private final SameDiff graph;
    private final List<GraphNode> nodes;
    private final Map<String, long[]> sources = new LinkedHashMap<>();
    private final Set<String> dependent = new HashSet<>();
    private final Map<String, Tensor> gradients = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    private Differentiation(SameDiff graph, List<GraphNode> nodes, Collection<Tensor> sources) {
        this.graph = graph;
        this.nodes = nodes;
        for (Tensor source : sources) {
            this.sources.put(source.name(), source.shape());
            dependent.add(source.name());
        }
        for (GraphNode node : nodes) {
            if (!Collections.disjoint(node.inputs(), dependent)) {
                node.outputs().stream().filter(this::isReal).forEach(dependent::add);
            }
        }
    }

    /** Nothing is differentiated through integers: they jump. */
    private boolean isReal(String name) {
        return graph.getVariable(name).dataType().isFPType();
    }

    /**
     * Adds to the graph what computes the gradient of {@code loss} with respect to each parameter.
     *
     * @param loss a scalar
     * @param parameters variables of the graph
     * @return the gradient of each parameter by its name, in that parameter's shape
     * @throws IllegalArgumentException if the loss is no scalar or does not depend on a parameter
     */
    public static Map<String, Tensor> gradients(Tensor loss, Collection<Tensor> parameters) {
        if (loss.rank() != 0) {
            throw new IllegalArgumentException("the loss " + loss + " is no scalar: sum its elements");
        }
        return new Differentiation(loss.graph(), GraphNode.inOrder(loss.graph()), parameters)
                .backwards(loss, Constants.scalar(loss, 1));
    }

    /** The gradients of some of a composite's inputs, from that of its output, through the operations it expands to. */
    static Map<String, Tensor> within(
            List<SameDiffOp> members, Tensor output, Tensor outputGradient, Collection<Tensor> inputs) {
        List<GraphNode> nodes = new ArrayList<>();
        members.forEach(member -> nodes.add(new GraphNode.Primitive(member)));
        return new Differentiation(output.graph(), nodes, inputs).backwards(output, outputGradient);
    }

    private Map<String, Tensor> backwards(Tensor output, Tensor outputGradient) {
        gradients.put(output.name(), outputGradient);
        taken.add(outputGradient.name());
        for (int i = nodes.size() - 1; i >= 0; i--) {
            GraphNode node = nodes.get(i);
            boolean reached = node.outputs().stream().anyMatch(gradients::containsKey);
            if (reached && !Collections.disjoint(node.inputs(), dependent)) {
                propagate(node);
            }
        }
        return collect();
    }

    private void propagate(GraphNode node) {
        if (node instanceof GraphNode.Group group) {
            propagate(group);
        } else {
            propagate(((GraphNode.Primitive) node).operation());
        }
    }

    private void propagate(GraphNode.Group group) {
        Tensor outputGradient =
                Objects.requireNonNull(gradients.get(group.outputs().get(0)));
        Map<String, Tensor> inputGradients = group.call().gradient(group.members(), outputGradient, dependent);
        inputGradients.forEach(this::accumulate);
    }

    private void propagate(SameDiffOp operation) {
        List<String> outputs = operation.getOutputsOfOp();
        List<SDVariable> outputGradients = new ArrayList<>();
        List<long[]> shapes = staticShapes(operation);
        for (int i = 0; i < outputs.size(); i++) {
            outputGradients.add(gradientOrZero(outputs.get(i), shapes.get(i)));
        }
        List<@Nullable SDVariable> inputGradients = operation.getOp().doDiff(outputGradients);
        for (int i = 0; i < inputGradients.size(); i++) {
            SDVariable gradient = inputGradients.get(i);
            String input = operation.getInputsToOp().get(i);
            if (gradient != null && dependent.contains(input)) {
                accumulate(input, new Tensor(gradient, shapeOf(input)));
            }
        }
    }

    private SDVariable gradientOrZero(String output, long[] shape) {
        Tensor known = gradients.get(output);
        Tensor result = known != null ? known : Constants.zeros(new Tensor(graph.getVariable(output), shape), shape);
        return result.variable();
    }

    private void accumulate(String input, Tensor part) {
        Tensor known = gradients.get(input);
        gradients.put(input, known == null ? part : Arithmetic.add(known, part));
    }

    private long[] shapeOf(String name) {
        long[] source = sources.get(name);
        if (source != null) {
            return source;
        }
        SameDiffOp producer = Objects.requireNonNull(Producers.of(graph, name));
        return staticShapes(producer).get(producer.getOutputsOfOp().indexOf(name));
    }

    private static List<long[]> staticShapes(SameDiffOp operation) {
        DifferentialFunction function = operation.getOp();
        if (function instanceof StaticOperation known) {
            return known.outputShapes();
        }
        throw new IllegalArgumentException("operation " + function.opName() + " at " + operation.getOutputsOfOp()
                + ": not an operation of io.sparkformer.model.operation, so its gradient is not trusted");
    }

    private Map<String, Tensor> collect() {
        Map<String, Tensor> result = new LinkedHashMap<>();
        for (String source : sources.keySet()) {
            Tensor gradient = gradients.get(source);
            if (gradient == null) {
                throw new IllegalArgumentException("the loss does not depend on parameter " + source);
            }
            // Each gradient gets a variable of its own, so that each can be computed right into its place.
            boolean computed = Producers.of(graph, gradient.name()) != null;
            result.put(source, computed && taken.add(gradient.name()) ? gradient : Arithmetic.scale(gradient, 1));
        }
        return result;
    }
}
