package io.sparkformer.model.optimizer;

import io.sparkformer.model.optimizer.Stretches.Stretch;

/** The Euclidean norm of each tensor, from the parts of it that blocks hold, whichever is measured first. */
final class TensorNorms {
    private final Stretches tensors;

    /**
     * The sum of squares of tensor t in block b at t + b: from one part to the next at least one of the two grows, and none
     * becomes less, so that each part has a place of its own.
     */
    private final double[] squares;

    TensorNorms(Stretches tensors, int blocks) {
        this.tensors = tensors;
        this.squares = new double[tensors.size() + blocks];
    }

    /** Measures the part of a tensor that lies in this block, in {@code values}, which are indexed as the block is. */
    void measure(int tensor, Block block, float[] values) {
        Stretch stretch = tensors.get(tensor);
        squares[tensor + block.index()] = Squares.sum(values, stretch.from(block), stretch.to(block));
    }

    /** The norm of a tensor all of whose parts have been measured. */
    double of(int tensor) {
        Stretch stretch = tensors.get(tensor);
        double sum = 0;
        for (int block = stretch.from() / Blocks.SIZE; block <= (stretch.to() - 1) / Blocks.SIZE; block++) {
            sum += squares[tensor + block];
        }
        return Math.sqrt(sum);
    }
}
