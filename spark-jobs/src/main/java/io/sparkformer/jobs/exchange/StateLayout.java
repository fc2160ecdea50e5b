package io.sparkformer.jobs.exchange;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which vectors the state of a run consists of.
 *
 * @param length elements of each vector
 * @param moments how many the optimizer has
 * @param policy whose moments they are
 * @param workers W
 * @param velocity whether the outer optimizer remembers anything
 * @param movingAverage whether a moving average of the model is kept
 */
public record StateLayout(
        int length, int moments, OptimizerStatePolicy policy, int workers, boolean velocity, boolean movingAverage)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** How many have moments of their own: all workers together, or each of them. */
    public int owners() {
        return policy == OptimizerStatePolicy.KEEP ? workers : 1;
    }

    /** The vectors that a worker brings back to be averaged: the parameters, and moments that all share. */
    public List<StateVector> exchanged() {
        List<StateVector> vectors = new ArrayList<>();
        vectors.add(StateVector.PARAMETERS);
        if (policy == OptimizerStatePolicy.AVERAGE) {
            IntStream.range(0, moments).forEach(moment -> vectors.add(StateVector.moment(0, moment)));
        }
        return vectors;
    }

    /** The vectors that all workers have in common: the exchanged ones, and those that follow from their averages. */
    public List<StateVector> shared() {
        List<StateVector> vectors = exchanged();
        if (velocity) {
            vectors.add(StateVector.VELOCITY);
        }
        if (movingAverage) {
            vectors.add(StateVector.MOVING_AVERAGE);
        }
        return vectors;
    }

    /** Moments that a worker keeps to itself from round to round. */
    public int keptMoments() {
        return policy == OptimizerStatePolicy.KEEP ? moments : 0;
    }

    /** Bytes that a worker takes and brings back in a round. */
    public long exchangedBytes() {
        return (long) exchanged().size() * length * Float.BYTES;
    }
}
