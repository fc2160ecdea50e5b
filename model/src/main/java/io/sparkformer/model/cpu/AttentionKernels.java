package io.sparkformer.model.cpu;

import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;

/**
 * Exact self-attention, tile by tile: some heads and some rows of queries against all keys, so that logits never leave the
 * cache and the [T, T] matrix never exists. The gradient computes the weights of a tile again instead of having kept them.
 *
 * <p>Queries, keys and values are read and their gradients written where they lie in the packed projection.
 */
final class AttentionKernels {
    /** Numbers in a tile of logits; the gradient holds two such tiles. */
    private static final long TILE = 1 << 18;

    private final OneDnn library;
    private final CompositeBinding call;
    private final int heads;
    private final long batch;
    private final long tokens;
    private final long width;
    private final long headWidth;
    private final float scale;

    AttentionKernels(OneDnn library, CompositeBinding call, Composite.SelfAttention settings) {
        this.library = library;
        this.call = call;
        this.heads = settings.heads();
        this.batch = call.input(0).shape()[0];
        this.tokens = call.input(0).shape()[1];
        this.width = call.input(0).shape()[2] / 3;
        this.headWidth = width / heads;
        this.scale = (float) (1 / Math.sqrt((double) headWidth));
    }

    /** Some samples, some of their heads, and some of these heads' queries. */
    private record Tile(
            long firstSample, long sampleCount, long firstHead, long headCount, long firstRow, long rowCount) {}

    Kernel forward(LongFunction<View> scratch) {
        View memory = scratch.apply(tileLength());
        List<Kernel> kernels = new ArrayList<>();
        for (Tile tile : tiles()) {
            Operand weights = weights(tile, memory);
            addWeights(kernels, tile, weights);
            kernels.add(MatMulPrimitive.of(library, weights, all(call.input(0), 2, tile), heard(call.output(), tile)));
        }
        return KernelList.of(kernels);
    }

    Kernel backward(LongFunction<View> scratch) {
        View gradient = Objects.requireNonNull(call.outputs().get(0));
        View memory = scratch.apply(2 * tileLength());
        View second = new View(memory.storage(), memory.offset() + tileLength(), tileLength());
        List<Kernel> kernels = new ArrayList<>();
        for (Tile tile : tiles()) {
            Operand weights = weights(tile, memory);
            Operand logits = weights(tile, second);
            Operand dy = heard(call.outputGradient(), tile);
            boolean accumulate = tile.firstRow > 0; // what the tile of the rows before has left
            addWeights(kernels, tile, weights);
            kernels.add(product(weights.transposed(), dy, all(gradient, 2, tile), 1, accumulate));
            kernels.add(product(dy, all(call.input(0), 2, tile).transposed(), logits, 1, false));
            kernels.add(SoftmaxPrimitive.backward(library, weights, logits, logits));
            kernels.add(product(logits, all(call.input(0), 1, tile), rows(gradient, tile), scale, false));
            kernels.add(
                    product(logits.transposed(), rows(call.input(0), tile), all(gradient, 1, tile), scale, accumulate));
        }
        return KernelList.of(kernels);
    }

    /** softmax(scale Q K^T). */
    private void addWeights(List<Kernel> kernels, Tile tile, Operand weights) {
        Operand keys = all(call.input(0), 1, tile).transposed();
        kernels.add(product(rows(call.input(0), tile), keys, weights, scale, false));
        kernels.add(SoftmaxPrimitive.forward(library, weights, weights));
    }

    private Kernel product(Operand a, Operand b, Operand c, float factor, boolean accumulate) {
        return MatMulPrimitive.of(library, a, b, null, c, new Attributes(factor, accumulate));
    }

    private List<Tile> tiles() {
        List<Tile> tiles = new ArrayList<>();
        for (long sample = 0; sample < batch; sample += sampleStep()) {
            for (long head = 0; head < heads; head += headStep()) {
                for (long row = 0; row < tokens; row += rowStep()) {
                    tiles.add(new Tile(
                            sample,
                            Math.min(sampleStep(), batch - sample),
                            head,
                            Math.min(headStep(), heads - head),
                            row,
                            Math.min(rowStep(), tokens - row)));
                }
            }
        }
        return tiles;
    }

    private long sampleStep() {
        return Math.max(1, Math.min(batch, TILE / (heads * tokens * tokens)));
    }

    private long headStep() {
        return Math.max(1, Math.min(heads, TILE / (tokens * tokens)));
    }

    private long rowStep() {
        return headStep() > 1 ? tokens : Math.min(tokens, Math.max(32, TILE / tokens / 32 * 32));
    }

    private long tileLength() {
        return sampleStep() * headStep() * rowStep() * tokens;
    }

    private Operand weights(Tile tile, View memory) {
        return Operand.of(memory, tile.sampleCount, tile.headCount, tile.rowCount, tokens);
    }

    /** The tile's queries, or their gradients: [samples, heads, rows, D/H]. */
    private Operand rows(View packed, Tile tile) {
        return packed(packed, tile, tile.firstRow, tile.rowCount, 0);
    }

    /** All keys (part 1) or values (part 2) of the tile's heads: [samples, heads, T, D/H]. */
    private Operand all(View packed, int part, Tile tile) {
        return packed(packed, tile, 0, tokens, part);
    }

    private Operand packed(View view, Tile tile, long firstRow, long rowCount, int part) {
        long offset = (tile.firstSample * tokens + firstRow) * 3 * width + part * width + tile.firstHead * headWidth;
        return Operand.of(view, offset, new long[] {tile.sampleCount, tile.headCount, rowCount, headWidth}, new long[] {
            tokens * 3 * width, headWidth, 3 * width, 1
        });
    }

    /** The tile's part of the output, or of its gradient: [samples, heads, rows, D/H]. */
    private Operand heard(View view, Tile tile) {
        long offset = (tile.firstSample * tokens + tile.firstRow) * width + tile.firstHead * headWidth;
        return Operand.of(
                view, offset, new long[] {tile.sampleCount, tile.headCount, tile.rowCount, headWidth}, new long[] {
                    tokens * width, headWidth, width, 1
                });
    }
}
