package io.sparkformer.model.plan;

import io.sparkformer.model.operation.Shapes;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The arrays that live within a step, in an arena for each element type in which those that live at different times share
 * memory. Arrays of bfloat16 lie among the single-precision ones.
 */
final class WorkingMemory implements AutoCloseable {
    private final DataType modelType;
    private final Map<DataType, Arena> arenas = new EnumMap<>(DataType.class);
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<DataType, Storage> regionOf = new EnumMap<>(DataType.class);

    private record Entry(Arena.Slot slot, DataType type, boolean half, long[] shape) {}

    /**
     * Nothing yet.
     *
     * @param modelType what activations and gradients are computed in
     */
    WorkingMemory(DataType modelType) {
        this.modelType = modelType;
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** Adds an array that is first written at this position. */
    void add(String name, DataType type, long[] shape, int position) {
        Arena.Slot slot = arena(type).add(Shapes.length(shape), position);
        entries.put(name, new Entry(slot, type, false, shape));
    }

    /** Adds an array of bfloat16 that is first written at this position. */
    void addHalf(String name, long[] shape, int position) {
        Arena.Slot slot = arena(DataType.FLOAT).add(View.halfRoom(Shapes.length(shape)), position);
        entries.put(name, new Entry(slot, DataType.FLOAT, true, shape));
    }

    /** Adds so many numbers of the model's type, unless there are none. */
    void addIfAny(String name, long length, int position) {
        if (length > 0) {
            add(name, modelType, new long[] {length}, position);
        }
    }

    /** Lets an array be another one under another shape. */
    void alias(String name, String other, long[] shape) {
        Entry entry = entry(other);
        entries.put(name, new Entry(entry.slot, entry.type, entry.half, shape));
    }

    /** Reserves the place of a gradient in the flat vector, from its first writing on. */
    void addGradient(long offset, long length, int position) {
        arena(modelType).fix(offset, length, position);
    }

    /** Keeps an array alive until this position. */
    void use(String name, int position) {
        entry(name).slot.use(position);
    }

    /** Allocates the arenas and puts every array's place into {@code views}. */
    void layOut(Kernels kernels, Map<String, View> views) {
        arenas.values().forEach(Arena::layOut);
        arenas.forEach((type, arena) -> regionOf.put(type, kernels.allocate(type, arena.length())));
        entries.forEach((name, entry) ->
                views.put(name, new View(region(entry.type), entry.slot.offset(), entry.half, entry.shape)));
    }

    /** The region whose first elements are the flat vector of gradients, once everything is laid out. */
    Storage gradientRegion() {
        return region(modelType);
    }

    private Storage region(DataType type) {
        return Objects.requireNonNull(regionOf.get(type));
    }

    long bytes() {
        return arenas.entrySet().stream()
                .mapToLong(arena -> arena.getValue().length() * arena.getKey().width())
                .sum();
    }

    private Arena arena(DataType type) {
        return arenas.computeIfAbsent(type, unused -> new Arena());
    }

    private Entry entry(String name) {
        return Objects.requireNonNull(entries.get(name), name);
    }

    @Override
    public void close() {
        regionOf.values().forEach(Storage::close);
    }
}
