package io.sparkformer.data.manifest;

import java.util.List;

/**
 * Mean and standard deviation of each channel over the training split, of values divided by 255.
 *
 * @param mean one per channel
 * @param deviation one per channel, above 0 where anything is to be divided by it
 */
public record ChannelStatistics(List<Double> mean, List<Double> deviation) {
    /** Checks that both have the same length and are finite. */
    public ChannelStatistics {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.size() != deviation.size()) {
            throw new IllegalArgumentException(
                    "statistics of " + mean.size() + " means and " + deviation.size() + " deviations");
        }
        for (int i = 0; i < mean.size(); i++) {
            if (!Double.isFinite(mean.get(i)) || !(deviation.get(i) >= 0) || !Double.isFinite(deviation.get(i))) {
                throw new IllegalArgumentException(
                        "statistics of channel " + i + ": mean " + mean.get(i) + ", deviation " + deviation.get(i));
            }
        }
    }
}
