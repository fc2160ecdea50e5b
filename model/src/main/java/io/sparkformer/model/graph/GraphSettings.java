package io.sparkformer.model.graph;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a model's graph is built for.
 *
 * @param batchSize samples per run; every shape follows from it
 * @param mode whether there is a loss to differentiate and randomness to apply
 * @param type element type of everything real: FLOAT, or DOUBLE where gradients are checked
 */
public record GraphSettings(int batchSize, Mode mode, DataType type) {
    /** What the graph is for. */
    public enum Mode {
        /** Dropout and stochastic depth apply. */
        TRAINING,
        /** The model is a deterministic function of its input. */
        INFERENCE
    }

    /** Refuses batch sizes below one and types without gradients. */
    public GraphSettings {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size " + batchSize + ": must be at least 1");
        }
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("type " + type + ": must be FLOAT or DOUBLE");
        }
    }

    /** Single precision, for training. */
    public static GraphSettings training(int batchSize) {
        return new GraphSettings(batchSize, Mode.TRAINING, DataType.FLOAT);
    }

    /** Single precision, for evaluation and prediction. */
    public static GraphSettings inference(int batchSize) {
        return new GraphSettings(batchSize, Mode.INFERENCE, DataType.FLOAT);
    }
}
