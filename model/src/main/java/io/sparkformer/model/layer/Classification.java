package io.sparkformer.model.layer;

import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Tensor;

/** The objective of single-label classification. */
public final class Classification {
    private Classification() {}

    /**
     * Cross-entropy of each sample against a distribution over the classes; label smoothing and mixed labels are
     * distributions too.
     *
     * @param logits [B, C]
     * @param targets [B, C], each row a distribution
     * @return [B]
     */
    public static Tensor crossEntropy(Tensor logits, Tensor targets) {
        Tensor products = Arithmetic.multiply(Softmax.logSoftmax(logits), targets); // [B, C]
        return Arithmetic.scale(Shaping.reshape(Reductions.sum(products, 1), logits.dimension(0)), -1);
    }

    /**
     * The sum of the samples' losses, each times its weight. A sum and not a mean: the sum over micro-batches and
     * workers of sums, divided once by the sum of weights, is the mean over all of them whatever their sizes.
     */
    public static Tensor weightedSum(Tensor losses, Tensor weights) {
        return Reductions.sumAll(Arithmetic.multiply(losses, weights));
    }
}
