package io.sparkformer.model.train;

/** The loss or the gradient became infinite or undefined; nothing of the step was applied. */
public final class NonFiniteLossException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long step;
    private final int microBatch;

    NonFiniteLossException(String quantity, double value, long step, int microBatch) {
        super(quantity + " is " + value + " in step " + step + ", micro-batch " + microBatch
                + ": lower the learning rate, lengthen the warm-up, or set training.clip-norm");
        this.step = step;
        this.microBatch = microBatch;
    }

    /** The optimizer step, from 0. */
    public long step() {
        return step;
    }

    /** The micro-batch within the step, from 0. */
    public int microBatch() {
        return microBatch;
    }
}
