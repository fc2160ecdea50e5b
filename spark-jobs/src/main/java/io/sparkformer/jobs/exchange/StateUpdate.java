package io.sparkformer.jobs.exchange;

import io.sparkformer.model.optimizer.ExponentialMovingAverage;
import io.sparkformer.model.optimizer.LearningRateSchedule;
import io.sparkformer.model.optimizer.OuterOptimizer;
import io.sparkformer.model.optimizer.OuterRound;
import java.util.List;

/**
 * What becomes of a stretch of the shared state when the workers' results are averaged: element by element, so that
 * whoever computes whichever stretch gets the same bits.
 */
public final class StateUpdate {
    private final OuterOptimizer outer;
    private final LearningRateSchedule rates;
    private final double emaDecay;
    private final List<StateVector> shared;
    private final List<StateVector> exchanged;
    private final boolean differences;

    /** The update of one run. */
    public StateUpdate(Averaging averaging) {
        this.outer = new OuterOptimizer(averaging.outer());
        this.rates = averaging.rates();
        this.emaDecay = averaging.emaDecay();
        this.shared = averaging.layout().shared();
        this.exchanged = averaging.layout().exchanged();
        this.differences = averaging.layout().compression().sendsDifferences();
    }

    /** Whether a shared vector's values before the round are needed. */
    public boolean reads(StateVector vector) {
        return switch (vector.kind()) {
            case PARAMETERS -> differences || shared.contains(StateVector.VELOCITY);
            case MOMENT -> differences;
            case VELOCITY, MOVING_AVERAGE -> true;
            case RESIDUAL -> false;
        };
    }

    /**
     * The stretch after the round.
     *
     * @param before by shared vector; only what is {@linkplain #reads read} must be there; not modified
     * @param averages by exchanged vector; not modified
     * @return by shared vector; may be arrays of {@code averages}
     */
    public float[][] apply(float[][] before, float[][] averages, Round round) {
        float[][] after = new float[shared.size()][];
        System.arraycopy(averages, 0, after, 0, exchanged.size());
        int velocity = shared.indexOf(StateVector.VELOCITY);
        if (velocity >= 0) {
            after[velocity] = before[velocity].clone();
            after[0] = outer.step(rate(round), before[0], averages[0], after[velocity]);
        }
        int average = shared.indexOf(StateVector.MOVING_AVERAGE);
        if (average >= 0) {
            after[average] = before[average].clone();
            ExponentialMovingAverage.update(after[average], after[0], emaDecay, round.steps());
        }
        return after;
    }

    private OuterRound rate(Round round) {
        return new OuterRound(rates.mean(round.firstStep(), round.steps()));
    }
}
