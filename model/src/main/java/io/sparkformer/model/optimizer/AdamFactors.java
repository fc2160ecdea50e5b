package io.sparkformer.model.optimizer;

import java.util.List;

/**
 * What the optimizers of Adam's family (Kingma and Ba 2015, algorithm 1) multiply by in one step, computed in double and
 * rounded once.
 *
 * @param gradientScale of the gradient, before anything else
 * @param keptMean share of the mean gradient that is kept, beta1
 * @param freshMean share of the gradient that is added, 1 - beta1
 * @param keptSquare share of the mean square that is kept, beta2
 * @param freshSquare share of the squared gradient that is added, 1 - beta2
 * @param rootScale of the root of the mean square: corrects its start at zero
 * @param epsilon added to that root
 */
record AdamFactors(
        float gradientScale,
        float keptMean,
        float freshMean,
        float keptSquare,
        float freshSquare,
        float rootScale,
        float epsilon) {
    /** The moments, as PyTorch calls them. */
    static final List<String> SLOT_NAMES = List.of("exp_avg", "exp_avg_sq");

    /** Before a step has begun. */
    static final AdamFactors NONE = new AdamFactors(0, 0, 0, 0, 0, 0, 0);

    static AdamFactors of(double beta1, double beta2, double epsilon, StepSize size) {
        return new AdamFactors(
                size.gradientScale(),
                (float) beta1,
                (float) (1 - beta1),
                (float) beta2,
                (float) (1 - beta2),
                (float) (1 / StrictMath.sqrt(correction(beta2, size.step()))),
                (float) epsilon);
    }

    /** What a moment with this decay falls short of after {@code step} steps from zero, as a share: 1 - decay^step. */
    static double correction(double decay, long step) {
        return 1 - StrictMath.pow(decay, (double) step);
    }
}
