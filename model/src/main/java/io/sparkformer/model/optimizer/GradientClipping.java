package io.sparkformer.model.optimizer;

/** Clipping by the norm of the whole gradient (Pascanu et al. 2013, algorithm 1). */
public final class GradientClipping {
    private GradientClipping() {}

    /**
     * Scales the gradient down to {@code maxNorm} where its norm is larger.
     *
     * @param gradients scaled in place
     * @param maxNorm above 0
     * @return the norm before clipping; where it is not finite the gradient is left as it is
     */
    public static double clipByGlobalNorm(float[] gradients, double maxNorm) {
        Checks.positive("clip-norm", maxNorm);
        double norm = norm(gradients);
        if (Double.isFinite(norm) && norm > maxNorm) {
            double factor = maxNorm / norm; // in single precision it would lose bits below 1e-38
            for (int i = 0; i < gradients.length; i++) {
                gradients[i] = (float) (gradients[i] * factor);
            }
        }
        return norm;
    }

    /** The Euclidean norm, summed in double and in index order. */
    public static double norm(float[] gradients) {
        double sum = 0;
        for (float gradient : gradients) {
            sum += (double) gradient * gradient;
        }
        return Math.sqrt(sum);
    }
}
