package io.sparkformer.jobs.exchange;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.StateVector.Kind;
import io.sparkformer.jobs.exchange.compress.Codec;
import io.sparkformer.jobs.exchange.compress.Compression;
import io.sparkformer.jobs.exchange.compress.Float32Codec;
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
 * @param compression of what workers bring back
 */
public record StateLayout(
        int length,
        int moments,
        OptimizerStatePolicy policy,
        int workers,
        boolean velocity,
        boolean movingAverage,
        Compression compression)
        implements Serializable {
    private static final long serialVersionUID = 1;
    private static final Codec EXACT = new Float32Codec();

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

    /** The vectors that a worker keeps to itself from round to round: its moments, and what compression left. */
    public List<StateVector> kept(int worker) {
        List<StateVector> vectors = new ArrayList<>();
        if (policy == OptimizerStatePolicy.KEEP) {
            IntStream.range(0, moments).forEach(moment -> vectors.add(StateVector.moment(worker, moment)));
        }
        if (hasResiduals()) {
            vectors.add(StateVector.residual(worker));
        }
        return vectors;
    }

    /** How many {@linkplain #kept vectors of its own} each worker has. */
    public int keptVectors() {
        return kept(0).size();
    }

    /** Whether a vector is one worker's alone. */
    public boolean isKept(StateVector vector) {
        return vector.kind() == Kind.RESIDUAL || (vector.kind() == Kind.MOMENT && policy == OptimizerStatePolicy.KEEP);
    }

    /** Whether workers keep what compression left of their differences. */
    public boolean hasResiduals() {
        return compression.residual() != null;
    }

    /** How the chunks of a vector are encoded where they lie. */
    public Codec stored(StateVector vector) {
        Codec residual = compression.residual();
        return vector.kind() == Kind.RESIDUAL && residual != null ? residual : EXACT;
    }

    /** How the pieces of an exchanged vector are encoded that workers bring back. */
    public Codec sent(StateVector vector) {
        return vector.kind() == Kind.PARAMETERS ? compression.parameters() : compression.moments();
    }

    /** Bytes that a worker takes in a round, and brings back where they are not compressed. */
    public long exchangedBytes() {
        return (long) exchanged().size() * length * Float.BYTES;
    }
}
