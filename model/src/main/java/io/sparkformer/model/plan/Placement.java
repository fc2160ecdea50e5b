package io.sparkformer.model.plan;

import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.GraphNode;
import io.sparkformer.model.operation.Producers;
import io.sparkformer.model.operation.Shapes;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.StaticOperation;
import io.sparkformer.model.operation.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
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

/**
 * Decides where each array of the graph lies.
 *
 * <p>Parameters, inputs and gradients have their place before compilation starts. A reshape is a view of its input; where
 * its output has a place already, its input is placed there instead, so that a gradient is computed right into the flat
 * gradient buffer. Everything else lies in an arena, one for each element type, in which arrays share memory with those
 * that live at other times.
 */
final class Placement implements AutoCloseable {
    private final SameDiff graph;
    private final Kernels kernels;
    private final DataType type;
    private final Map<DataType, Arena> arenas = new EnumMap<>(DataType.class);
    private final Map<DataType, Storage> regions = new EnumMap<>(DataType.class);
    private final Map<Arena.Slot, DataType> slotTypes = new HashMap<>();
    private final Map<String, View> views = new HashMap<>();
    private final Map<String, Arena.Slot> slots = new HashMap<>();
    private final Map<String, long[]> shapes = new HashMap<>();
    private final Map<String, Arena.Slot> savedSlots = new HashMap<>();
    private final Map<String, Arena.Slot> scratchSlots = new HashMap<>();
    private final Set<String> halfSlots = new HashSet<>();
    private Set<String> half = Set.of();
    private final List<Storage> owned = new ArrayList<>();

    Placement(SameDiff graph, DataType type, Kernels kernels) {
        this.graph = graph;
        this.type = type;
        this.kernels = kernels;
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
        CompositeCall call = Objects.requireNonNull(execution.call());
        CompositeCall forward = call.forward() == null ? call : Objects.requireNonNull(call.forward());
        Arena.Slot slot = savedSlots.get(execution.version(forward.output().name()));
        return slot == null ? null : new View(region(slot), slot.offset(), kernels.savedLength(forward));
    }

    /** What the kernel of a run of a composite uses only while it runs; null if nothing. */
    @Nullable View scratch(Execution execution) {
        Arena.Slot slot = scratchSlots.get(execution.result());
        CompositeCall call = Objects.requireNonNull(execution.call());
        return slot == null ? null : new View(region(slot), slot.offset(), kernels.scratchLength(call));
    }

    /** Bytes of the activations: almost all of the graph's type, and some integers. */
    long arenaBytes() {
        return arenas.entrySet().stream()
                .mapToLong(arena -> arena.getValue().length() * arena.getKey().width())
                .sum();
    }

    /**
     * Places what is not placed yet.
     *
     * @param executions in their order
     * @param results names of what is read after a run
     */
    void complete(List<Execution> executions, Collection<String> results) {
        half = halfVariables(executions, results);
        for (int i = executions.size() - 1; i >= 0; i--) {
            placeReshapedBackward(executions.get(i));
        }
        for (int i = 0; i < executions.size(); i++) {
            Execution execution = executions.get(i);
            for (String input : execution.reads(kernels)) {
                use(input, i);
            }
            addOutputs(execution, i);
            addSaved(execution, i);
            addScratch(execution, i);
        }
        results.forEach(result -> use(result, executions.size()));
        arenas.forEach((elements, arena) -> {
            arena.layOut();
            regions.put(elements, kernels.allocate(elements, arena.length()));
        });
        owned.addAll(regions.values());
        slots.forEach((name, slot) -> views.put(name, view(name, slot)));
    }

    private Set<String> halfVariables(List<Execution> executions, Collection<String> results) {
        Set<String> fixed = new HashSet<>(results);
        fixed.addAll(views.keySet());
        return HalfVariables.of(executions.stream().map(Execution::node).toList(), fixed, kernels);
    }

    private View view(String name, Arena.Slot slot) {
        return new View(
                region(slot), slot.offset(), halfSlots.contains(name), Objects.requireNonNull(shapes.get(name)));
    }

    /** Whether the node is a reshape whose output simply is its input. */
    boolean isView(Execution execution) {
        if (!isReshape(execution.node())) {
            return false;
        }
        View input = view(execution.version(execution.node().inputs().get(0)));
        View output = view(execution.version(execution.node().outputs().get(0)));
        return input.storage() == output.storage() && input.offset() == output.offset();
    }

    private void placeReshapedBackward(Execution execution) {
        if (!isReshape(execution.node())) {
            return;
        }
        View output = views.get(execution.version(execution.node().outputs().get(0)));
        String input = execution.node().inputs().get(0);
        SameDiffOp producer = Producers.of(graph, input);
        boolean itself = execution.version(input).equals(input);
        if (output != null && producer != null && itself && !views.containsKey(input)) {
            views.put(input, output.reshaped(shape(producer, input)));
        }
    }

    private void use(String name, int position) {
        Arena.Slot slot = slots.get(name);
        if (slot != null) {
            slot.use(position);
        } else if (!views.containsKey(name) && graph.getVariable(name).isConstant()) {
            Storage storage = kernels.constant(graph.getVariable(name).getArr());
            owned.add(storage);
            views.put(
                    name, new View(storage, 0, graph.getVariable(name).getArr().shape()));
        }
    }

    private void addOutputs(Execution execution, int position) {
        CompositeCall call = execution.call();
        if (call != null) {
            for (Tensor output : call.outputs()) {
                if (output != null) {
                    addOutput(execution, output, position);
                }
            }
            return;
        }
        SameDiffOp operation = ((GraphNode.Primitive) execution.node()).operation();
        for (String output : operation.getOutputsOfOp()) {
            long[] shape = shape(operation, output);
            if (isReshape(execution.node())) {
                alias(execution.version(operation.getInputsToOp().get(0)), execution.version(output), shape);
            } else {
                add(execution.version(output), type(output), shape, position);
            }
        }
    }

    private void addOutput(Execution execution, Tensor output, int position) {
        String name = execution.version(output.name());
        if (half.contains(output.name())) {
            slots.put(name, arena(type).add(View.halfRoom(output.length()), position));
            shapes.put(name, output.shape());
            halfSlots.add(name);
        } else {
            add(name, output.type(), output.shape(), position);
        }
    }

    private void add(String name, DataType elements, long[] shape, int position) {
        if (!views.containsKey(name)) {
            Arena.Slot slot = arena(elements).add(Shapes.length(shape), position);
            slots.put(name, slot);
            shapes.put(name, shape);
            slotTypes.put(slot, elements);
        }
    }

    private Arena arena(DataType elements) {
        return arenas.computeIfAbsent(elements, unused -> new Arena());
    }

    private Storage region(Arena.Slot slot) {
        return Objects.requireNonNull(regions.get(slotTypes.getOrDefault(slot, type)));
    }

    /** Lets a reshape's output be its input, unless it has a place of its own. */
    private void alias(String input, String output, long[] shape) {
        if (views.containsKey(output)) {
            return;
        }
        Arena.Slot slot = slots.get(input);
        if (slot == null) {
            views.put(output, view(input).reshaped(shape));
        } else {
            slots.put(output, slot);
            shapes.put(output, shape);
        }
    }

    private void addSaved(Execution execution, int position) {
        CompositeCall call = execution.call();
        if (call == null) {
            return;
        }
        CompositeCall forward = call.forward();
        if (forward != null) {
            Arena.Slot slot = savedSlots.get(execution.version(forward.output().name()));
            if (slot != null) {
                slot.use(position);
            }
        } else if (kernels.savedLength(call) > 0) {
            String name = execution.version(call.output().name());
            savedSlots.put(name, arena(type).add(kernels.savedLength(call), position));
        }
    }

    private void addScratch(Execution execution, int position) {
        CompositeCall call = execution.call();
        if (call != null && kernels.scratchLength(call) > 0) {
            scratchSlots.put(execution.result(), arena(type).add(kernels.scratchLength(call), position));
        }
    }

    DataType type(String name) {
        return graph.getVariable(name).dataType();
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
        owned.forEach(Storage::close);
    }
}
