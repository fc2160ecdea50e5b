package io.sparkformer.model.cpu;

import io.sparkformer.model.cpu.AttentionOperands.Section;
import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.View;
import io.sparkformer.model.tiling.Progression;

/**
 * What an attention is given to add to its logits.
 *
 * @param view where it lies
 * @param shape of four axes, broadcasts to [B, heads, T, T]
 */
record AttentionBias(View view, long[] shape) {
    /** Whether a call, forward or gradient, has one. */
    static boolean isIn(CompositeCall call) {
        CompositeCall forward = call.forward() == null ? call : call.forward();
        return forward.inputs().size() > 1;
    }

    static AttentionBias of(CompositeBinding call) {
        long[] given = call.call().inputs().get(1).shape();
        long[] shape = {1, 1, 1, 1};
        System.arraycopy(given, 0, shape, 4 - given.length, given.length);
        return new AttentionBias(call.input(1), shape);
    }

    /** The part that broadcasts to the logits of these queries and keys. */
    Operand part(Section section, Progression queries, Progression keys) {
        Operand part = Operand.of(view, shape);
        if (shape[0] > 1) {
            part = part.slice(0, section.firstSample(), section.samples());
        }
        return along(along(along(part, 1, section.heads()), 2, queries), 3, keys)
                .withLooseSingles();
    }

    /** The part of the first block of keys and queries, [1, 1, keys, queries] or one of either for all, and how it moves to others. */
    BlockKernel.Moving block(int keys, int queries) {
        long[] strides = Operand.rowMajor(shape);
        long[] extents = {1, 1, shape[3] > 1 ? keys : 1, shape[2] > 1 ? queries : 1};
        BlockKernel.Motion motion =
                new BlockKernel.Motion(step(strides, 0), step(strides, 1), step(strides, 3), step(strides, 2));
        boolean isRow = extents[2] == 1 || extents[3] == 1;
        Operand part = isRow
                ? Operand.of(view, extents)
                : Operand.of(view, 0, extents, new long[] {strides[0], strides[1], strides[3], strides[2]});
        return new BlockKernel.Moving(part, motion);
    }

    private long step(long[] strides, int axis) {
        return shape[axis] > 1 ? strides[axis] : 0;
    }

    private Operand along(Operand part, int axis, Progression places) {
        return shape[axis] > 1 ? part.every(axis, places) : part;
    }
}
