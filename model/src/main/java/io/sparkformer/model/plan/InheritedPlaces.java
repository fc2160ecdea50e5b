package io.sparkformer.model.plan;

import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.Producers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * Places what a result is made of where the result has its place, so that nothing is copied there: the input of a reshape,
 * and a gradient to which another one is added.
 */
final class InheritedPlaces {
    private final SameDiff graph;
    private final Kernels kernels;
    private final Map<String, View> views;

    /**
     * Looks at the places that there are.
     *
     * @param views places by name, to which those that are inherited are added
     */
    InheritedPlaces(SameDiff graph, Kernels kernels, Map<String, View> views) {
        this.graph = graph;
        this.kernels = kernels;
        this.views = views;
    }

    /** From the last run to the first, since a place is passed on along a chain of them. */
    void add(List<Execution> executions) {
        Set<String> readTwice = readTwice(executions);
        for (int i = executions.size() - 1; i >= 0; i--) {
            placeReshaped(executions.get(i));
            placeAddend(executions.get(i), readTwice);
        }
    }

    private void placeReshaped(Execution execution) {
        if (!execution.isReshape()) {
            return;
        }
        View output = views.get(execution.result());
        String input = execution.node().inputs().get(0);
        SameDiffOp producer = Producers.of(graph, input);
        boolean itself = execution.version(input).equals(input);
        if (output != null && producer != null && itself && !views.containsKey(input)) {
            views.put(input, output.reshaped(OutputShapes.of(producer, input)));
        }
    }

    /**
     * A gradient that is added to another one, which nobody else reads, is added to it where the sum has its place: so that
     * the second gradient of a table shared by embedding and decoder touches only some of its rows.
     */
    private void placeAddend(Execution execution, Set<String> readTwice) {
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
}
