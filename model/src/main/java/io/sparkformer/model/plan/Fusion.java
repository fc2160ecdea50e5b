package io.sparkformer.model.plan;

import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.GraphNode;
import io.sparkformer.model.operation.Producers;
import io.sparkformer.model.operation.StaticOperation;
import java.util.ArrayList;
import java.util.Arrays;
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

/**
 * Joins neighbours: where only one node reads what a composite computes, and adds something to it or applies a function, the
 * composite's kernel does that before it writes, and what it would have written never lies in memory.
 */
final class Fusion {
    private final Kernels engine;
    private final Set<String> results;
    private final Map<String, String> variableOf = new HashMap<>();
    private final Map<String, Set<String>> readers = new HashMap<>();
    private final Map<String, List<Execution>> runsThatRead = new HashMap<>();
    private final Set<String> gone = new HashSet<>();

    private Fusion(Kernels engine, Collection<String> results) {
        this.engine = engine;
        this.results = Set.copyOf(results);
    }

    /**
     * The executions, in their order, without those that another one does.
     *
     * @param results names of what is read after a run
     */
    static List<Execution> of(List<Execution> executions, Collection<String> results, Kernels engine) {
        return new Fusion(engine, results).joined(executions);
    }

    private List<Execution> joined(List<Execution> executions) {
        executions.forEach(this::collect);
        Set<String> later = new HashSet<>(variableOf.keySet());
        List<Execution> joined = new ArrayList<>();
        for (Execution execution : executions) {
            if (gone.contains(execution.result())) {
                continue;
            }
            Execution whole = absorb(execution, later);
            whole.node().outputs().forEach(output -> later.remove(whole.version(output)));
            later.remove(whole.result());
            joined.add(whole);
        }
        return joined;
    }

    private void collect(Execution execution) {
        for (String output : execution.node().outputs()) {
            variableOf.put(execution.version(output), output);
        }
        for (String input : Execution.variablesRead(execution.node(), engine)) {
            readers.computeIfAbsent(input, unused -> new HashSet<>())
                    .add(execution.node().outputs().get(0));
            runsThatRead
                    .computeIfAbsent(execution.version(input), unused -> new ArrayList<>())
                    .add(execution);
        }
    }

    /**
     * The execution with what can be joined to it.
     *
     * @param later what is not written yet
     */
    private Execution absorb(Execution execution, Set<String> later) {
        CompositeCall call = execution.call();
        if (call == null || !engine.absorbs(call)) {
            return execution;
        }
        Execution whole = execution;
        for (Absorbed next = next(call, whole, later); next != null; next = next(call, whole, later)) {
            gone.add(next.output());
            whole = whole.with(next);
        }
        return whole;
    }

    private @Nullable Absorbed next(CompositeCall call, Execution execution, Set<String> later) {
        Execution reader = onlyReader(execution.result());
        Absorbed absorbed = reader == null ? null : absorbed(call, execution.result(), reader);
        return absorbed == null || (absorbed.addend() != null && later.contains(absorbed.addend())) ? null : absorbed;
    }

    /**
     * The run that reads a version, if the variable has no other reader anywhere: so it does not depend on what is computed
     * again which neighbours are joined, and nor do the bits.
     */
    private @Nullable Execution onlyReader(String version) {
        String variable = variableOf.get(version);
        boolean alone = readers.getOrDefault(variable, Set.of()).size() == 1 && !results.contains(variable);
        List<Execution> runs = runsThatRead.getOrDefault(version, List.of());
        return alone && runs.size() == 1 ? runs.get(0) : null;
    }

    private static @Nullable Absorbed absorbed(CompositeCall call, String value, Execution next) {
        CompositeCall nextCall = next.call();
        if (nextCall != null) {
            boolean function = call.forward() == null
                    && nextCall.forward() == null
                    && nextCall.composite() instanceof Composite.Activation;
            return function
                    ? new Absorbed(next.result(), null, ((Composite.Activation) nextCall.composite()).function())
                    : null;
        }
        SameDiffOp operation = ((GraphNode.Primitive) next.node()).operation();
        if (!operation.getOp().opName().equals(Arithmetic.ADD)) {
            return null;
        }
        List<String> inputs = operation.getInputsToOp();
        String addend = inputs.get(next.version(inputs.get(0)).equals(value) ? 1 : 0);
        long[] expected = Objects.requireNonNull(call.outputs().get(0)).shape();
        boolean alike = Arrays.equals(
                        expected,
                        shape(
                                operation.getOp().getSameDiff(),
                                next.node().outputs().get(0)))
                && Arrays.equals(expected, shape(operation.getOp().getSameDiff(), addend));
        return alike ? new Absorbed(next.result(), next.version(addend), null) : null;
    }

    /** The shape of a variable; null for what operations compute that are not ours. */
    private static long @Nullable [] shape(SameDiff graph, String variable) {
        SameDiffOp producer = Producers.of(graph, variable);
        if (producer == null) {
            return graph.getVariable(variable).getShape();
        }
        return producer.getOp() instanceof StaticOperation known
                ? known.outputShapes().get(producer.getOutputsOfOp().indexOf(variable))
                : null;
    }
}
