package io.sparkformer.model.optimizer;

/** The Euclidean norm of a gradient that lies elsewhere: the sums of the blocks' squares, added in the blocks' order. */
public final class GradientNorm {
    private final Blocks blocks;
    private final Parts parts;
    private final float[][] works;
    private final double[] squares;

    /** How a block of the gradient is looked at, by one part of the work. */
    @FunctionalInterface
    public interface Reader {
        /** Copies the elements from {@code offset} on to the first {@code count} places of {@code target}. */
        void read(int part, int offset, float[] target, int count);
    }

    /** Prepares norms of one model's gradients, one at a time. */
    public GradientNorm(int length, Parts parts) {
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
            squares[block] = Squares.sum(works[part], 0, count);
        });
        double sum = 0;
        for (double square : squares) {
            sum += square;
        }
        return Math.sqrt(sum);
    }
}
