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
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final Map<String, View> views = new HashMap<>();
    private final Map<String, Arena.Slot> slots = new HashMap<>();
    private final Map<String, long[]> shapes = new HashMap<>();
    private final Map<CompositeCall, Arena.Slot> savedSlots = new HashMap<>();
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

    /** Where the forward kernel of a composite leaves what its gradient needs; null if that is nothing. */
    @Nullable View saved(CompositeCall forward) {
        Arena.Slot slot = savedSlots.get(forward);
        return slot == null ? null : new View(region(type), slot.offset(), kernels.savedLength(forward));
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
     * @param nodes in the order of execution
     * @param results names of what is read after a run
     */
    void complete(List<GraphNode> nodes, Collection<String> results) {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            placeReshapedBackward(nodes.get(i));
        }
        for (int i = 0; i < nodes.size(); i++) {
            GraphNode node = nodes.get(i);
            for (String input : node.inputs()) {
                use(input, i);
            }
            addOutputs(node, i);
            addSaved(node, i);
        }
        results.forEach(result -> use(result, nodes.size()));
        arenas.forEach((elements, arena) -> {
            arena.layOut();
            regions.put(elements, kernels.allocate(elements, arena.length()));
        });
        owned.addAll(regions.values());
        slots.forEach((name, slot) ->
                views.put(name, new View(region(type(name)), slot.offset(), Objects.requireNonNull(shapes.get(name)))));
    }

    /** Whether the node is a reshape whose output simply is its input. */
    boolean isView(GraphNode node) {
        if (!isReshape(node)) {
            return false;
        }
        View input = view(node.inputs().get(0));
        View output = view(node.outputs().get(0));
        return input.storage() == output.storage() && input.offset() == output.offset();
    }

    private void placeReshapedBackward(GraphNode node) {
        if (!isReshape(node)) {
            return;
        }
        View output = views.get(node.outputs().get(0));
        String input = node.inputs().get(0);
        SameDiffOp producer = Producers.of(graph, input);
        if (output != null && producer != null && !views.containsKey(input)) {
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

    private void addOutputs(GraphNode node, int position) {
        if (node instanceof GraphNode.Group group) {
            for (Tensor output : group.call().outputs()) {
                if (output != null) {
                    add(output.name(), output.shape(), position);
                }
            }
            return;
        }
        SameDiffOp operation = ((GraphNode.Primitive) node).operation();
        for (String output : operation.getOutputsOfOp()) {
            long[] shape = shape(operation, output);
            if (isReshape(node)) {
                alias(node.inputs().get(0), output, shape);
            } else {
                add(output, shape, position);
            }
        }
    }

    private void add(String name, long[] shape, int position) {
        if (!views.containsKey(name)) {
            slots.put(name, arena(type(name)).add(Shapes.length(shape), position));
            shapes.put(name, shape);
        }
    }

    private Arena arena(DataType elements) {
        return arenas.computeIfAbsent(elements, unused -> new Arena());
    }

    private Storage region(DataType elements) {
        return Objects.requireNonNull(regions.get(elements));
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

    private void addSaved(GraphNode node, int position) {
        if (!(node instanceof GraphNode.Group group)) {
            return;
        }
        CompositeCall forward = group.call().forward();
        if (forward != null) {
            Arena.Slot slot = savedSlots.get(forward);
            if (slot != null) {
                slot.use(position);
            }
        } else if (kernels.savedLength(group.call()) > 0) {
            savedSlots.put(group.call(), arena(type).add(kernels.savedLength(group.call()), position));
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
