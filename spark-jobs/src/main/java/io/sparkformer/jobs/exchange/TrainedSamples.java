package io.sparkformer.jobs.exchange;

import io.sparkformer.model.random.CounterRandom;
import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The samples somebody trained, per epoch: how many, and a checksum of which. The checksum is a sum of mixed sample
 * numbers, so that parts add up in any order, and a sample trained twice or left out is noticed.
 */
public final class TrainedSamples implements Serializable {
    private static final long serialVersionUID = 1;

    private final TreeMap<Long, Count> epochs = new TreeMap<>();

    /**
     * Of one epoch.
     *
     * @param samples how many
     * @param checksum of which
     */
    public record Count(long samples, long checksum) implements Serializable {
        private static final long serialVersionUID = 1;
        /** Of nobody. */
        public static final Count NONE = new Count(0, 0);

        /** Both together. */
        public Count plus(Count other) {
            return new Count(samples + other.samples, checksum + other.checksum);
        }

        /** Of all samples from 0 to before {@code samples}. */
        public static Count all(long samples) {
            long checksum = 0;
            for (long sample = 0; sample < samples; sample++) {
                checksum += CounterRandom.mix(sample + 1);
            }
            return new Count(samples, checksum);
        }
    }

    /** Notes one sample. */
    public void add(long epoch, long sample) {
        add(epoch, new Count(1, CounterRandom.mix(sample + 1)));
    }

    /** Notes what somebody else trained. */
    public void add(TrainedSamples other) {
        other.epochs.forEach(this::add);
    }

    /** Notes what was counted elsewhere. */
    public void add(long epoch, Count count) {
        epochs.merge(epoch, count, Count::plus);
    }

    /** The counts by epoch. */
    public SortedMap<Long, Count> epochs() {
        return epochs;
    }

    /** Number of samples in all. */
    public long samples() {
        return epochs.values().stream().mapToLong(Count::samples).sum();
    }
}
