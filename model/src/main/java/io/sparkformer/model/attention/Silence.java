package io.sparkformer.model.attention;

import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Tensor;
import java.util.Arrays;

/** Softmax as that of the kernels for patterns: who hears nobody has weights of zero. See {@link AttentionSettings#SILENCE}. */
final class Silence {
    private Silence() {}

    /** Over the last axis of logits, of which one more takes all weight where the others are unheard. */
    static Tensor softmax(Tensor logits) {
        int axis = logits.rank() - 1;
        long[] ones = new long[logits.rank()];
        Arrays.fill(ones, 1);
        Tensor silence = ConstantTable.of(
                logits, "silence of rank " + logits.rank(), new double[] {AttentionSettings.SILENCE}, ones);
        long[] column = logits.shape();
        column[axis] = 1;
        Tensor weights = Softmax.softmax(Shaping.concatenate(axis, logits, Shaping.broadcastTo(silence, column)));
        return Shaping.slice(weights, axis, 0, logits.dimension(axis));
    }
}
