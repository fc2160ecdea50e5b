package io.sparkformer.model.train;

import io.sparkformer.model.optimizer.BlockedVector;
import io.sparkformer.model.optimizer.Blocks;
import io.sparkformer.model.optimizer.FlatVector;
import io.sparkformer.model.optimizer.Parts;
import io.sparkformer.model.plan.Storage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sum of a step's gradients: over its micro-batches, and within each over its shares, element by element in that
 * order.
 *
 * <p>A share's gradients lie in its plan until its next run. Those of the last micro-batch are therefore summed only when
 * the whole gradient is looked at for the first time, and those of a single share not at all.
 */
final class GradientSum implements FlatVector {
    private final List<Storage> shares;
    private final Blocks blocks;
    private final Parts parts;
    private final float[][] works;

    /** The sum over the micro-batches before the last one; made when a step has a second one. */
    private @Nullable BlockedVector earlier;

    private boolean hasEarlier;
    private int fresh;

    GradientSum(List<ReplicaShare> shares, Parts parts) {
        this.shares = shares.stream().map(share -> share.plan().gradients()).toList();
        this.blocks = new Blocks(Math.toIntExact(this.shares.get(0).length()));
        this.parts = parts;
        this.works = new float[parts.count()][Blocks.SIZE];
    }

    /** Before a step's first micro-batch. */
    void clear() {
        hasEarlier = false;
        fresh = 0;
    }

    /** Before the shares run: keeps what their gradients have summed to, which the run overwrites. */
    void keep() {
        if (fresh > 0) {
            BlockedVector kept = earlier == null ? BlockedVector.zero(blocks.length()) : earlier;
            earlier = kept;
            blocks.forEach(
                    parts, (part, block) -> sum(part, blocks.offset(block), kept.block(block), blocks.elements(block)));
            hasEarlier = true;
            fresh = 0;
        }
    }

    /** After the first {@code count} shares have run. */
    void add(int count) {
        fresh = count;
    }

    /**
     * Sums a block of a step that has had its last micro-batch, and keeps the sum for {@link #read}. Once for each block.
     *
     * @param part which part of the work asks
     */
    void complete(int part, int offset, float[] target, int count) {
        sum(part, offset, target, count);
        if (hasEarlier || fresh > 1) {
            write(offset, target, count);
        }
    }

    /** Sums what there is to {@code target}, which may be the earlier sum's own block. */
    private void sum(int part, int offset, float[] target, int count) {
        int share = 0;
        if (!hasEarlier) {
            shares.get(share++).read(offset, target, 0, count);
        } else if (earlier != null) {
            System.arraycopy(earlier.block(offset / Blocks.SIZE), 0, target, 0, count);
        }
        for (; share < fresh; share++) {
            shares.get(share).read(offset, works[part], 0, count);
            add(target, works[part], count);
        }
    }

    private static void add(float[] sum, float[] values, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] += values[i];
        }
    }

    @Override
    public void read(int offset, float[] target, int count) {
        shares.get(0).read(offset, target, 0, count);
    }

    @Override
    public void write(int offset, float[] source, int count) {
        shares.get(0).write(offset, source, 0, count);
    }
}
