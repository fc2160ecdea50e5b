package io.sparkformer.data.source;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What share of the samples each split has.
 *
 * @param fractions share of each split, in this order; they sum to 1
 */
public record SplitShares(Map<String, Double> fractions) implements Serializable {
    private static final double TOLERANCE = 1e-9;

    /** Checks and copies the shares. */
    public SplitShares {
        double sum = 0;
        for (Map.Entry<String, Double> share : fractions.entrySet()) {
            requireName(share.getKey());
            if (!(share.getValue() > 0)) {
                throw new IllegalArgumentException(
                        "fractions." + share.getKey() + " = " + share.getValue() + ": set it above 0 or leave it out");
            }
            sum += share.getValue();
        }
        if (!(Math.abs(sum - 1) <= TOLERANCE)) {
            throw new IllegalArgumentException("fractions = " + fractions + " sum to " + sum + ": they must sum to 1");
        }
        fractions = Collections.unmodifiableMap(new LinkedHashMap<>(fractions));
    }

    static void requireName(String name) {
        if (!SplitRule.SPLIT_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "split name \"" + name + "\": use letters, digits, dots, underscores and dashes");
        }
    }

    /** The splits, in their order. */
    public List<String> names() {
        return List.copyOf(fractions.keySet());
    }

    /**
     * The split at a point.
     *
     * @param point in [0, 1)
     */
    String at(double point) {
        double end = 0;
        for (Map.Entry<String, Double> share : fractions.entrySet()) {
            end += share.getValue();
            if (point < end) {
                return share.getKey();
            }
        }
        // The shares may sum to a little less than 1.
        List<String> names = names();
        return names.get(names.size() - 1);
    }

    /**
     * How many of so many samples fall into the splits up to each but the last: ascending. Where a split's share is no whole number of
     * samples it is rounded up or down.
     *
     * @param rounding in [0, 1): drawn evenly, it gives each split its share on average
     */
    public long[] ends(long samples, double rounding) {
        long[] ends = new long[fractions.size() - 1];
        double sum = 0;
        List<Double> shares = List.copyOf(fractions.values());
        for (int split = 0; split < ends.length; split++) {
            sum += shares.get(split);
            // Shares like 0.1 are not exact: 0.8 + 0.1 of ten samples are 9.
            ends[split] = Math.min(samples, (long) Math.floor(sum * samples + rounding + TOLERANCE));
        }
        return ends;
    }
}
