package io.sparkformer.model.plan;

import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.GraphNode;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a node within a step. A node may run twice, when its outputs are computed again instead of being kept; the
 * second run's outputs are versions of the variables under names of their own.
 *
 * @param node what runs
 * @param versions the versions that stand for variables of the graph, inputs and outputs, where these are not the variables
 *     themselves
 * @param absorbed nodes behind it that it does in their stead, in their order
 */
record Execution(GraphNode node, Map<String, String> versions, List<Absorbed> absorbed) {
    /** A run of a single node. */
    Execution(GraphNode node, Map<String, String> versions) {
        this(node, versions, List.of());
    }

    /** A run as the graph declares it. */
    static Execution of(GraphNode node) {
        return new Execution(node, Map.of());
    }

    /** Under which name the value of {@code variable} is placed that this run reads or writes. */
    String version(String variable) {
        return versions.getOrDefault(variable, variable);
    }

    /** The same run, which does another node too. */
    Execution with(Absorbed next) {
        return new Execution(
                node,
                versions,
                Stream.concat(absorbed.stream(), Stream.of(next)).toList());
    }

    /** The version of the first output, which no other run writes. */
    String result() {
        return absorbed.isEmpty()
                ? version(node.outputs().get(0))
                : absorbed.get(absorbed.size() - 1).output();
    }

    /** Under which name that is placed which this run writes for {@code output}; absorbed nodes are behind a single one. */
    String written(String output) {
        return absorbed.isEmpty() ? version(output) : result();
    }

    /** Under which names everything is placed that this run writes for others. */
    List<String> writes() {
        return node.outputs().stream().map(this::written).toList();
    }

    /** Versions of the inputs that the engine's kernel reads. */
    List<String> reads(Kernels engine) {
        Stream<String> addends = absorbed.stream().map(Absorbed::addend).filter(Objects::nonNull);
        return Stream.concat(variablesRead(node, engine).stream().map(this::version), addends)
                .toList();
    }

    /** The call of a composite node; null for a single operation. */
    @Nullable CompositeCall call() {
        return node instanceof GraphNode.Group group ? group.call() : null;
    }

    /** The name of what a composite's forward kernel leaves for the gradient's, in either's run. */
    String saved() {
        CompositeCall call = Objects.requireNonNull(call());
        CompositeCall forward = call.forward() == null ? call : Objects.requireNonNull(call.forward());
        return version(forward.output().name()) + " saved";
    }

    /** The name of what the kernel uses only while it runs. */
    String scratch() {
        return result() + " scratch";
    }

    /** Whether the node changes the shape alone. */
    boolean isReshape() {
        return node instanceof GraphNode.Primitive primitive
                && primitive.operation().getOp().opName().equals(Shaping.RESHAPE);
    }

    /** Variables that the engine's kernel of this node reads. */
    static List<String> variablesRead(GraphNode node, Kernels engine) {
        if (!(node instanceof GraphNode.Group group) || group.call().forward() == null) {
            return node.inputs();
        }
        Set<Integer> read = engine.gradientReads(group.call());
        List<Tensor> inputs = group.call().inputs();
        Stream<String> output = engine.gradientReadsOutput(group.call())
                ? Stream.of(group.call().forward().output().name())
                : Stream.empty();
        Stream<String> ofInputs = IntStream.range(0, inputs.size())
                .filter(index -> index == inputs.size() - 1 || read.contains(index))
                .mapToObj(index -> inputs.get(index).name());
        return Stream.concat(ofInputs, output).toList();
    }
}
