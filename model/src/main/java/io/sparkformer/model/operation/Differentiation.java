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
    private final Set<String> dependent = new HashSet<>();
    private final Map<String, long[]> parameterShapes = new LinkedHashMap<>();
    private final Map<String, Tensor> gradients = new HashMap<>();

    private Differentiation(SameDiff graph) {
        this.graph = graph;
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
        return new Differentiation(loss.graph()).differentiate(loss, parameters);
    }

    private Map<String, Tensor> differentiate(Tensor loss, Collection<Tensor> parameters) {
        List<SameDiffOp> forward = new ArrayList<>(graph.getOps().values());
        for (Tensor parameter : parameters) {
            dependent.add(parameter.name());
            parameterShapes.put(parameter.name(), parameter.shape());
        }
        for (SameDiffOp operation : forward) {
            if (!Collections.disjoint(operation.getInputsToOp(), dependent)) {
                dependent.addAll(operation.getOutputsOfOp());
            }
        }
        gradients.put(loss.name(), Constants.scalar(loss, 1));
        for (int i = forward.size() - 1; i >= 0; i--) {
            propagate(forward.get(i));
        }
        return collect();
    }

    private void propagate(SameDiffOp operation) {
        List<String> outputs = operation.getOutputsOfOp();
        boolean reached = outputs.stream().anyMatch(gradients::containsKey);
        if (!reached || Collections.disjoint(operation.getInputsToOp(), dependent)) {
            return;
        }
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
                accumulate(input, gradient);
            }
        }
    }

    private SDVariable gradientOrZero(String output, long[] shape) {
        Tensor known = gradients.get(output);
        Tensor result = known != null ? known : Constants.zeros(new Tensor(graph.getVariable(output), shape), shape);
        return result.variable();
    }

    private void accumulate(String input, SDVariable contribution) {
        Tensor part = new Tensor(contribution, shapeOf(input));
        Tensor known = gradients.get(input);
        gradients.put(input, known == null ? part : Arithmetic.add(known, part));
    }

    private long[] shapeOf(String name) {
        SameDiffOp producer = Producers.of(graph, name);
        return producer == null
                ? Objects.requireNonNull(parameterShapes.get(name))
                : staticShapes(producer).get(producer.getOutputsOfOp().indexOf(name));
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
        Set<String> taken = new HashSet<>();
        for (String parameter : parameterShapes.keySet()) {
            Tensor gradient = gradients.get(parameter);
            if (gradient == null) {
                throw new IllegalArgumentException("the loss does not depend on parameter " + parameter);
            }
            // Each gradient gets a variable of its own, so that each can be computed right into its place.
            boolean computed = Producers.of(graph, gradient.name()) != null;
            result.put(parameter, computed && taken.add(gradient.name()) ? gradient : Arithmetic.scale(gradient, 1));
        }
        return result;
    }
}
