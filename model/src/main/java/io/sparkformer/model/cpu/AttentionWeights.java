package io.sparkformer.model.cpu;

import io.sparkformer.model.cpu.AttentionTiling.Tile;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import io.sparkformer.model.tiling.Progression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a tile, softmax(scale Q K^T + bias), in single precision. Those of short sequences, which are small beside
 * the activations, are kept for the gradient; those of long ones it computes again.
 */
final class AttentionWeights {
    private final OneDnn library;
    private final CompositeBinding call;
    private final AttentionTiling tiling;
    private final AttentionOperands operands;
    private final AttentionScratch scratch;
    private final boolean kept;
    private final float scale;
    private final @Nullable Operand future;

    AttentionWeights(
            OneDnn library,
            CompositeBinding call,
            AttentionTiling tiling,
            AttentionOperands operands,
            AttentionScratch scratch) {
        this.library = library;
        this.call = call;
        this.tiling = tiling;
        this.operands = operands;
        this.scratch = scratch;
        this.kept = areKept(tiling, operands.headWidth());
        this.scale = operands.scale();
        this.future = tiling.causal() ? future(library, tiling.rows()) : null;
    }

    /** Whether a forward call keeps them. */
    static boolean areKept(AttentionTiling tiling, long headWidth) {
        return tiling.tokens() <= 4 * headWidth && !tiling.cutsHeads();
    }

    /** Elements of all of them. */
    static long length(AttentionTiling tiling) {
        return tiling.batch() * tiling.heads() * tiling.tokens() * tiling.tokens();
    }

    /** The tile's weights: [samples, heads, rows, keys]; adds what computes them where they are not kept. */
    Operand of(Tile tile, List<Kernel> kernels) {
        View saved = kept ? call.saved() : null;
        Operand weights = saved == null ? scratch.weights(tile) : saved(saved, tile);
        if (saved == null || call.call().forward() == null) {
            compute(tile, weights, kernels);
        }
        return weights;
    }

    private Operand saved(View saved, Tile tile) {
        long matrix = tiling.tokens() * tiling.tokens();
        long first = (tile.firstSample() * tiling.heads() + tile.firstHead()) * matrix;
        View part = new View(saved.storage(), saved.offset() + first);
        return Operand.of(part, tile.samples(), tile.heads(), tile.rows(), tile.keys());
    }

    private void compute(Tile tile, Operand weights, List<Kernel> kernels) {
        int heard =
                Math.toIntExact(future == null ? tile.keys() : tile.firstRow()); // keys that all of the queries hear
        if (heard > 0) {
            addLogits(tile, weights, Progression.of(0, heard), List.of(), kernels);
        }
        if (future != null) {
            Operand mask = future.slice(2, 0, tile.rows()).slice(3, 0, tile.rows());
            addLogits(tile, weights, tile.queries(), List.of(mask), kernels);
        }
        Kernel softmax = SoftmaxPrimitive.forward(library, weights, weights);
        if (AttentionBias.isIn(call.call())) {
            SilentRows silent = new SilentRows(weights, tile.firstRow());
            kernels.addAll(List.of(silent.find(), softmax, silent.clear()));
        } else {
            kernels.add(softmax);
        }
    }

    /** The logits of some of the keys. */
    private void addLogits(Tile tile, Operand weights, Progression keys, List<Operand> masks, List<Kernel> kernels) {
        List<Operand> addends = new ArrayList<>(masks);
        if (AttentionBias.isIn(call.call())) {
            addends.add(AttentionBias.of(call).part(tile.section(), tile.queries(), keys));
        }
        LogitProduct product = new LogitProduct(
                operands.queries(call.input(0), tile.section(), tile.queries()),
                operands.keys(call.input(0), tile.section(), keys),
                weights.slice(3, keys.first(), keys.count()));
        kernels.addAll(product.kernels(library, scale, addends));
    }

    /** What keeps a tile's queries from hearing those of its keys that come later: [1, 1, rows, rows]. */
    private static Operand future(OneDnn library, long rows) {
        int size = Math.toIntExact(rows);
        float[] mask = new float[size * size];
        for (int row = 0; row < size; row++) {
            Arrays.fill(mask, row * size + row + 1, (row + 1) * size, (float) AttentionSettings.FORBIDDEN);
        }
        FloatPointer memory = library.own(new FloatPointer(mask), nothing -> 0);
        return Operand.of(memory, 1, 1, rows, rows);
    }
}
