package io.sparkformer.model.cpu;

import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.tiling.KeyBlock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;

/** The masks of sparse attention, and arrays of one number; those of all layers of a plan, each once. */
final class AttentionConstants {
    private final OneDnn library;
    private final Map<KeyBlock.Mask, Operand> masks = new HashMap<>();
    private final Map<Float, FloatPointer> numbers = new HashMap<>();

    AttentionConstants(OneDnn library) {
        this.library = library;
    }

    /** What is added to a tile's logits: [1, 1, queries, keys]. */
    Operand of(KeyBlock.Mask mask) {
        return masks.computeIfAbsent(mask, this::operand);
    }

    private Operand operand(KeyBlock.Mask mask) {
        float[] values = new float[mask.queries() * mask.keys()];
        Arrays.fill(values, (float) AttentionSettings.FORBIDDEN);
        mask.allowed().stream().forEach(pair -> values[pair] = 0);
        return Operand.of(own(values), 1, 1, mask.queries(), mask.keys());
    }

    /** Sets an array, of which rows may lie apart, to one number. */
    Kernel fill(Operand target, float value) {
        int length = Math.toIntExact(Arrays.stream(target.dimensions()).reduce(1, Math::multiplyExact));
        FloatPointer known = numbers.get(value);
        if (known == null || known.capacity() < length) {
            float[] values = new float[length];
            Arrays.fill(values, value);
            known = own(values);
            numbers.put(value, known);
        }
        return ReorderPrimitive.shared(library, Operand.of(known, target.dimensions()), target, false);
    }

    private FloatPointer own(float[] values) {
        return library.own(new FloatPointer(values), nothing -> 0);
    }
}
