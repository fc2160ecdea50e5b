package io.sparkformer.model.optimizer;

/** Clipping by the norm of the whole gradient (Pascanu et al. 2013, algorithm 1). */
public final class GradientClipping {
    private static final int LANES = 8;

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
        if (Double.isFinite(norm)) {
            scale(gradients, factor(norm, maxNorm));
        }
        return norm;
    }

    /** What a gradient of this norm is multiplied by; 1 where {@code maxNorm} is 0, for no limit. */
    public static double factor(double norm, double maxNorm) {
        return maxNorm > 0 && norm > maxNorm ? maxNorm / norm : 1;
    }

    /** Multiplies in place; the factor stays double, since single precision would lose its bits below 1e-38. */
    public static void scale(float[] gradients, double factor) {
        if (factor != 1) {
            for (int i = 0; i < gradients.length; i++) {
                gradients[i] = (float) (gradients[i] * factor);
            }
        }
    }

    /** The Euclidean norm, in double: {@link #LANES} sums side by side, which a processor adds at once, then their sum. */
    public static double norm(float[] gradients) {
        double[] sums = new double[LANES];
        int whole = gradients.length / LANES * LANES;
        for (int i = 0; i < whole; i += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                double gradient = gradients[i + lane];
                sums[lane] += gradient * gradient;
            }
        }
        for (int i = whole; i < gradients.length; i++) {
            sums[i - whole] += (double) gradients[i] * gradients[i];
        }
        double sum = 0;
        for (double lane : sums) {
            sum += lane;
        }
        return Math.sqrt(sum);
    }
}
