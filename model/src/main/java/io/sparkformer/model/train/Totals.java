package io.sparkformer.model.train;

/** Sums over the steps of a {@link LocalTraining}. */
final class Totals {
    private double lossSum;
    private double weight;
    private long samples;
    private int steps;
    private double gradientNorm;
    private long nanosWaiting;

    void addBatch(Batch batch, double loss) {
        lossSum += loss;
        weight += batch.weight();
        samples += batch.samples();
    }

    void addStep(double norm) {
        gradientNorm = Math.max(gradientNorm, norm);
        steps++;
    }

    void addWaiting(long nanos) {
        nanosWaiting += nanos;
    }

    LocalTotals total(long optimizerSteps) {
        return new LocalTotals(lossSum, weight, samples, steps, optimizerSteps, gradientNorm, nanosWaiting);
    }
}
