package io.sparkformer.model.layer;

import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Losses;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Tensor;

/** The objectives of classification. */
public final class Classification {
    private Classification() {}

    /**
     * The loss of each sample.
     *
     * @param logits [B, C]
     * @param targets [B, C]: each row a distribution for softmax, and for sigmoid each number the probability that the
     *     class applies
     * @return [B]
     */
    public static Tensor losses(Objective objective, Tensor logits, Tensor targets) {
        return switch (objective) {
            case SOFTMAX -> crossEntropy(logits, targets);
            case SIGMOID -> Losses.binaryCrossEntropy(logits, targets);
        };
    }

    /**
     * Cross-entropy of each sample against a distribution over the classes; label smoothing and mixed labels are
     * distributions too.
     *
     * @param logits [B, C]
     * @param targets [B, C], each row a distribution
     * @return [B]
     */
    public static Tensor crossEntropy(Tensor logits, Tensor targets) {
        return Losses.crossEntropy(logits, targets);
    }

    /**
     * The sum of the samples' losses, each times its weight. A sum and not a mean: the sum over micro-batches and
     * workers of sums, divided once by the sum of weights, is the mean over all of them whatever their sizes.
     */
    public static Tensor weightedSum(Tensor losses, Tensor weights) {
        return Reductions.sumAll(Arithmetic.multiply(losses, weights));
    }
}
