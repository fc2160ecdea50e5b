package io.sparkformer.model.cpu;

import io.sparkformer.model.cpu.AttentionTiling.Tile;
import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.pattern.Causal;
import io.sparkformer.model.pattern.Full;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Exact self-attention, tile by tile, so that logits never leave the cache and the [T, T] matrix never exists. The gradient
 * computes the weights of a tile again instead of having kept them; that of long sequences in single precision is a {@link BlockwiseGradient}.
 *
 * <p>Queries, keys and values are read and their gradients written where they lie in the packed projection. Where that is in
 * bfloat16, the weights and the logits' gradients are rounded for the products too; logits, softmax and sums are not.
 *
 * <p>Of a single token it is left to its expansion: oneDNN 3.11 multiplies batches of single rows, which lie apart along two
 * axes, at wrong places.
 */
final class AttentionKernels {
    static final CompositeKernels KIND = new CompositeKernels(
                    (workshop, binding) -> new AttentionKernels(workshop, binding).forward(),
                    (workshop, binding) -> new AttentionKernels(workshop, binding).backward(),
                    AttentionKernels::savedLength)
            .withScratch(AttentionKernels::scratchLength)
            .withOutputReader(AttentionKernels::isBlockwise)
            .withHalf(new CompositeKernels.HalfFormats(Set.of(0), true, Set.of(0, 1, 2), Set.of(0)))
            .withCondition(call -> tiling(call).tokens() > 1);

    private final OneDnn library;
    private final CompositeBinding call;
    private final AttentionTiling tiling;
    private final AttentionOperands operands;
    private final AttentionScratch scratch;
    private final AttentionWeights weights;
    private final boolean half;
    private final boolean blockwise;
    private final List<Kernel> kernels = new ArrayList<>();

    private AttentionKernels(Workshop workshop, CompositeBinding call) {
        this.library = workshop.library();
        this.call = call;
        this.tiling = tiling(call.call());
        this.operands = new AttentionOperands(tiling.tokens(), headWidth(call.call()) * tiling.heads(), tiling.heads());
        this.scratch = new AttentionScratch(call.scratchView(), tiling, operands.headWidth());
        this.weights = new AttentionWeights(library, call, tiling, operands, scratch);
        this.half = call.input(0).half();
        this.blockwise = isBlockwise(workshop, call.call());
    }

    /** Whether the gradient is computed in blocks, for which the forward call keeps its softmax's sums. */
    private static boolean isBlockwise(Workshop workshop, CompositeCall call) {
        return workshop.precision() == Precision.F32
                && BlockwiseGradient.suits(tiling(call))
                && !AttentionWeights.areKept(tiling(call), headWidth(call));
    }

    private static long savedLength(Workshop workshop, CompositeCall call) {
        AttentionTiling tiling = tiling(call);
        if (isBlockwise(workshop, call)) {
            return tiling.batch() * tiling.heads() * tiling.tokens();
        }
        return AttentionWeights.areKept(tiling, headWidth(call)) ? AttentionWeights.length(tiling) : 0;
    }

    private static long scratchLength(Workshop workshop, CompositeCall call) {
        boolean gradient = call.forward() != null;
        return gradient && isBlockwise(workshop, call)
                ? BlockwiseGradient.scratchLength(tiling(call))
                : AttentionScratch.length(
                        tiling(call), headWidth(call), gradient, workshop.precision() == Precision.BF16);
    }

    /** Whether a composite is attention that reads neither all keys nor all up to the query's own. */
    static boolean isSparse(Composite composite) {
        return composite instanceof Composite.SelfAttention attention
                && !(attention.pattern() instanceof Full)
                && !(attention.pattern() instanceof Causal);
    }

    private static AttentionTiling tiling(CompositeCall call) {
        Tensor qkv = call.inputs().get(0);
        Composite.SelfAttention settings = (Composite.SelfAttention) call.composite();
        return new AttentionTiling(
                qkv.dimension(0), settings.heads(), qkv.dimension(1), settings.pattern() instanceof Causal);
    }

    private static long headWidth(CompositeCall call) {
        return call.inputs().get(0).dimension(2) / 3 / ((Composite.SelfAttention) call.composite()).heads();
    }

    private Kernel forward() {
        for (Tile tile : tiling.tiles()) {
            Operand heard = operands.heard(call.output(), tile.section(), tile.queries());
            Operand sum = product(heard, 0);
            Operand values = operands.values(call.input(0), tile.section(), tile.heard());
            Operand matrix = weights.of(tile, kernels);
            if (blockwise) {
                kernels.add(sums(tile, matrix).kernel());
            }
            kernels.add(product(asOperand(matrix, tile), values, sum, 1, false));
            copy(sum, heard);
        }
        return KernelList.of(kernels);
    }

    private LogSums sums(Tile tile, Operand matrix) {
        Operand all = Operand.of(call.savedView(), tiling.batch(), tiling.heads(), tiling.tokens(), 1);
        Operand sums = all.slice(0, tile.firstSample(), tile.samples())
                .slice(1, tile.firstHead(), tile.heads())
                .slice(2, tile.firstRow(), tile.rows());
        return new LogSums(
                matrix,
                operands.queries(call.input(0), tile.section(), tile.queries()),
                operands.keys(call.input(0), tile.section(), tile.heard()),
                AttentionBias.isIn(call.call())
                        ? AttentionBias.of(call).part(tile.section(), tile.queries(), tile.heard())
                        : null,
                sums,
                operands.scale(),
                tile.firstRow());
    }

    private Kernel backward() {
        if (call.outputs().size() > 1 && call.outputs().get(1) != null) {
            throw gradientOfBias(call.call());
        }
        if (blockwise) {
            return new BlockwiseGradient(library, call, tiling, operands).kernel();
        }
        List<Tile> tiles = tiling.tiles();
        Collections.reverse(
                tiles); // the last queries hear all keys: what they leave is complete, and the others add to it
        tiles.forEach(this::backward);
        return KernelList.of(kernels);
    }

    /** Why a call is refused of which the gradient of the bias is asked for. */
    static UnsupportedOperationException gradientOfBias(CompositeCall gradient) {
        return new UnsupportedOperationException("attention at " + gradient.forward()
                + ": no gradient of its bias is computed; use a bias that does not depend on parameters");
    }

    private void backward(Tile tile) {
        View qkv = call.input(0);
        View gradient = Objects.requireNonNull(call.outputs().get(0));
        boolean accumulate = !tile.isLast(tiling);
        Operand dy = outputGradient(tile);
        Operand heard = weights.of(tile, kernels);
        Operand dValues = sum(operands.values(gradient, tile.section(), tile.heard()), 0);
        kernels.add(product(asOperand(heard, tile).transposed(), dy, dValues, 1, accumulate));
        Operand dLogits = scratch.logits(tile);
        kernels.add(
                product(dy, operands.values(qkv, tile.section(), tile.heard()).transposed(), dLogits, 1, false));
        kernels.add(SoftmaxPrimitive.backward(library, heard, dLogits, dLogits));
        Operand factor = asOperand(dLogits, tile);
        Operand dKeys = sum(operands.keys(gradient, tile.section(), tile.heard()), 1);
        kernels.add(product(
                factor.transposed(),
                operands.queries(qkv, tile.section(), tile.queries()),
                dKeys,
                operands.scale(),
                accumulate));
        Operand dQueries = operands.queries(gradient, tile.section(), tile.queries());
        Operand single = product(dQueries, 2);
        kernels.add(product(factor, operands.keys(qkv, tile.section(), tile.heard()), single, operands.scale(), false));
        copy(single, dQueries);
        if (tile.firstRow() == 0) {
            finish(tile, gradient);
        }
    }

    /** Rounds the sums over all of a head's tiles to their places, where they are not summed there. */
    private void finish(Tile tile, View gradient) {
        Tile all = new Tile(
                tile.firstSample(), tile.samples(), tile.firstHead(), tile.heads(), 0, tile.rows(), tiling.tokens());
        Operand dValues = operands.values(gradient, all.section(), all.heard());
        copy(sum(dValues, 0), dValues);
        Operand dKeys = operands.keys(gradient, all.section(), all.heard());
        copy(sum(dKeys, 1), dKeys);
    }

    /** A tile's matrix in the type of the projection, for a product with parts of it. */
    private Operand asOperand(Operand matrix, Tile tile) {
        if (!half) {
            return matrix;
        }
        Operand rounded = scratch.rounded(tile);
        copy(matrix, rounded);
        return rounded;
    }

    /** The gradient of the tile's output, in the type of the projection. */
    private Operand outputGradient(Tile tile) {
        Operand given = operands.heard(call.outputGradient(), tile.section(), tile.queries());
        if (given.isHalf() == half) {
            return given;
        }
        Operand converted = scratch.vectors(given, 3, half);
        copy(given, converted);
        return converted;
    }

    /** Where a sum over tiles grows: in its place, or where that is in bfloat16 in single precision until it is complete. */
    private Operand sum(Operand place, int slot) {
        boolean exact = place.isHalf() && (!half || tiling.cutsHeads());
        return exact ? scratch.vectors(place, slot, false) : place;
    }

    /** Where a product goes that belongs in this place: there, unless it is of single precision and the place is not. */
    private Operand product(Operand place, int slot) {
        return half || !place.isHalf() ? place : scratch.vectors(place, slot, false);
    }

    private void copy(Operand from, Operand to) {
        if (from.type() != to.type()) {
            kernels.add(ReorderPrimitive.shared(library, from, to, false));
        }
    }

    private Kernel product(Operand a, Operand b, Operand c, float factor, boolean accumulate) {
        return MatMulPrimitive.shared(library, a, b, c, new Attributes(factor, accumulate));
    }
}
