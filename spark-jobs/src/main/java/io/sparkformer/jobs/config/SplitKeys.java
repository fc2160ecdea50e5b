package io.sparkformer.jobs.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How samples are divided into splits, as both preparations say it.
 *
 * @param byShares whether each split has a share
 * @param single whether there is one split only
 * @param fractions the shares
 * @param singleSplit the name of the only split
 * @param statisticsSplit the split whose statistics are kept
 */
record SplitKeys(
        boolean byShares, boolean single, Map<String, Double> fractions, String singleSplit, String statisticsSplit) {
    private static final double TOLERANCE = 1e-9;

    /** Requires what both do. */
    Requirements require(Requirements requirements) {
        double sum =
                fractions.values().stream().mapToDouble(Double::doubleValue).sum();
        Set<String> made = single ? Set.of(singleSplit) : fractions.keySet();
        return requirements
                .notBlank("single-split", singleSplit)
                .notBlank("statistics-split", statisticsSplit)
                .that(
                        fractions.values().stream().allMatch(fraction -> fraction > 0 && fraction <= 1),
                        "fractions",
                        fractions,
                        "holds a share outside (0, 1]",
                        "Give every split a share above 0, and leave out those that shall have none")
                .that(
                        Math.abs(sum - 1) < TOLERANCE,
                        "fractions",
                        fractions,
                        "adds up to " + sum + ", not to 1",
                        "Change the shares")
                .together(
                        !(byShares || single) || made.contains(statisticsSplit),
                        List.of("statistics-split", "splits", "fractions", "single-split"),
                        statisticsSplit,
                        "is none of the splits made",
                        "Use one of " + made);
    }
}
