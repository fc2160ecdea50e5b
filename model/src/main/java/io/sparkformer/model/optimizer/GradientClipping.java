package io.sparkformer.model.optimizer;

/** Clipping by the norm of the whole gradient (Pascanu et al. 2013, algorithm 1). */
public final class GradientClipping {
    private GradientClipping() {}

    /**
     * What a gradient of this norm is multiplied by.
     *
     * @param norm 0 or more
     * @param maxNorm largest norm a step may have; 0 for no limit
     */
    public static double factor(double norm, double maxNorm) {
        Checks.notNegative("clip-norm", maxNorm);
        return maxNorm > 0 && norm > maxNorm ? maxNorm / norm : 1;
    }
}
