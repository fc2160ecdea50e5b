package io.sparkformer.model.optimizer;

/** A slow copy of the model (Polyak and Juditsky 1992), updated once per round. */
public final class ExponentialMovingAverage {
    private ExponentialMovingAverage() {}

    /**
     * Moves the average towards the parameters as {@code localSteps} updates with {@code decay} would, had the parameters
     * been these all along: average -= (1 - decay^localSteps) (average - parameters). In this form an average that has
     * arrived stays, whatever the rounding of the decay, with the sign of its zeros.
     *
     * @param average updated in place
     * @param decay share of the average that one step keeps, at least 0 and below 1
     * @param localSteps steps of the round, 0 or more
     */
    public static void update(float[] average, float[] parameters, double decay, long localSteps) {
        Checks.fraction("ema-decay", decay);
        Checks.notNegative("steps of the round", localSteps);
        Checks.sameLength("moving average", average, parameters.length);
        float taken = (float) (1 - StrictMath.pow(decay, (double) localSteps));
        for (int i = 0; i < average.length; i++) {
            average[i] -= taken * (average[i] - parameters[i]);
        }
    }
}
