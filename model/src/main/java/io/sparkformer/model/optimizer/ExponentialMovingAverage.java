package io.sparkformer.model.optimizer;

/** A slow copy of the model (Polyak and Juditsky 1992), updated once per round. */
public final class ExponentialMovingAverage {
    private ExponentialMovingAverage() {}

    /**
     * Moves the average towards the parameters as {@code localSteps} updates with {@code decay} would, had the parameters
     * been these all along.
     *
     * @param average updated in place
     */
    public static void update(float[] average, float[] parameters, double decay, long localSteps) {
        float kept = (float) StrictMath.pow(decay, localSteps);
        float taken = (float) (1 - StrictMath.pow(decay, localSteps));
        for (int i = 0; i < average.length; i++) {
            average[i] = kept * average[i] + taken * parameters[i];
        }
    }
}
