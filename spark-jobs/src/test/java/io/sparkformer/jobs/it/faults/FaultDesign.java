package io.sparkformer.jobs.it.faults;

import io.sparkformer.jobs.config.ExchangeChoice;
import io.sparkformer.jobs.config.OptimizerStatePolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The cases of the table: every pair of (fault, cluster, number of executors, exchange, optimizer-state) that is possible. */
final class FaultDesign {
    /** Another seed is another design of much the same size: three rows for each fault, for other factors have three levels. */
    static final long SEED = 5;

    static final List<List<?>> FACTORS = List.of(
            List.of(Fault.values()),
            List.of(ClusterKind.values()),
            List.of(1, 2, 4),
            List.of(ExchangeChoice.DRIVER, ExchangeChoice.SHARDED, ExchangeChoice.SHUFFLE),
            List.of(OptimizerStatePolicy.values()));

    private FaultDesign() {}

    /** The whole design, fault by fault. */
    static List<FaultCase> whole() {
        return whole(SEED);
    }

    /** The whole design of a seed, fault by fault. */
    static List<FaultCase> whole(long seed) {
        return design(seed)
                .sorted(Comparator.comparing(FaultCase::fault)
                        .thenComparing(FaultCase::cluster)
                        .thenComparing(FaultCase::executors))
                .toList();
    }

    /** One case of each fault, on these clusters, which take turns. */
    static List<FaultCase> sample(Set<ClusterKind> clusters) {
        List<FaultCase> sample = new ArrayList<>();
        List<ClusterKind> turns = new ArrayList<>(clusters);
        List<FaultCase> whole = whole();
        for (Fault fault : Fault.values()) {
            whole.stream()
                    .filter(one -> one.fault() == fault && clusters.contains(one.cluster()))
                    .min(Comparator.comparing(one -> turns.indexOf(one.cluster())))
                    .ifPresent(one -> {
                        sample.add(one);
                        turns.remove(one.cluster());
                        turns.add(one.cluster());
                    });
        }
        return sample;
    }

    /**
     * A few cases that run wherever the tests run, on clusters that need nothing beyond Spark itself: the beginning of the design,
     * which has as many pairs as so many runs can have.
     */
    static List<FaultCase> beginning(int count) {
        return design(SEED)
                .filter(one -> one.cluster() != ClusterKind.YARN && one.fault().needsSparkOnly())
                .limit(count)
                .toList();
    }

    private static Stream<FaultCase> design(long seed) {
        return PairwiseDesign.of(FACTORS, row -> possible(caseOf(row)), seed).stream()
                .map(FaultDesign::caseOf);
    }

    static boolean possible(FaultCase one) {
        return one.fault().possible(one);
    }

    static FaultCase caseOf(List<Object> row) {
        return new FaultCase(
                (Fault) row.get(0),
                (ClusterKind) row.get(1),
                (int) row.get(2),
                (ExchangeChoice) row.get(3),
                (OptimizerStatePolicy) row.get(4));
    }
}
