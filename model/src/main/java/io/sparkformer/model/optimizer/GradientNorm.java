package io.sparkformer.model.optimizer;

import io.sparkformer.model.optimizer.Stretches.Stretch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The Euclidean norm of a gradient that lies elsewhere: the sums of the blocks' squares, added in the blocks' order. What
 * belongs to frozen parameters counts as zero, for no step follows it.
 */
public final class GradientNorm {
    private final Blocks blocks;
    private final Parts parts;
    private final float[][] works;
    private final double[] squares;
    private final @Nullable Stretches frozen;

    /** How a block of the gradient is looked at, by one part of the work. */
    @FunctionalInterface
    public interface Reader {
        /** Copies the elements from {@code offset} on to the first {@code count} places of {@code target}. */
        void read(int part, int offset, float[] target, int count);
    }

    /** Prepares norms of one model's gradients, one at a time. */
    public GradientNorm(int length, Parts parts) {
        this(length, parts, null);
    }

    /** Prepares norms of the gradients that an optimizer follows, one at a time. */
    public GradientNorm(Optimizer optimizer, Parts parts) {
        this(optimizer.length(), parts, optimizer.stretches().anyFrozen() ? optimizer.stretches() : null);
    }

    private GradientNorm(int length, Parts parts, @Nullable Stretches frozen) {
        this.frozen = frozen;
        this.blocks = new Blocks(length);
        this.parts = parts;
        this.works = new float[parts.count()][Blocks.SIZE];
        this.squares = new double[blocks.count()];
    }

    /** The norm, not finite where an element is not; each block is read once. */
    public double of(Reader gradient) {
        blocks.forEach(parts, (part, block) -> {
            int count = blocks.elements(block);
            gradient.read(part, blocks.offset(block), works[part], count);
            clearFrozen(block, works[part], count);
            squares[block] = Squares.sum(works[part], 0, count);
        });
        double sum = 0;
        for (double square : squares) {
            sum += square;
        }
        return Math.sqrt(sum);
    }

    private void clearFrozen(int block, float[] work, int count) {
        if (frozen == null) {
            return;
        }
        int offset = blocks.offset(block);
        for (int i = frozen.first(block); frozen.meets(i, offset, count); i++) {
            Stretch stretch = frozen.get(i);
            if (stretch.frozen()) {
                Arrays.fill(work, stretch.from(offset), stretch.to(offset, count), 0);
            }
        }
    }
}
