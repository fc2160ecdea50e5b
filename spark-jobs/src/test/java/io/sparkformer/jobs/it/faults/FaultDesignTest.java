package io.sparkformer.jobs.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.config.ExchangeChoice;
import io.sparkformer.jobs.config.OptimizerStatePolicy;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultDesignTest {
    /** A design that has lost its constraints, or a factor, has another number of rows. */
    @Test
    void whole_fixedSeed_everyFaultWhereItCanHappen() {
        List<FaultCase> whole = FaultDesign.whole();

        assertThat(whole).hasSizeBetween(48, 60).allMatch(FaultDesign::possible).doesNotHaveDuplicates();
        for (Fault fault : Fault.values()) {
            for (ClusterKind cluster : ClusterKind.values()) {
                boolean possible = List.of(1, 2, 4).stream()
                        .anyMatch(executors -> List.of(ExchangeChoice.DRIVER, ExchangeChoice.SHARDED).stream()
                                .anyMatch(exchange -> FaultDesign.possible(new FaultCase(
                                        fault, cluster, executors, exchange, OptimizerStatePolicy.KEEP))));
                assertThat(whole.stream().anyMatch(one -> one.fault() == fault && one.cluster() == cluster))
                        .as(fault + " on " + cluster)
                        .isEqualTo(possible);
            }
        }
    }

    @Test
    void whole_names_differ() {
        List<String> names = FaultDesign.whole().stream().map(FaultCase::id).toList();

        assertThat(names).doesNotHaveDuplicates().contains(names.get(0));
    }

    /** A fault that needs a cluster which is not there is left out; every other one occurs once. */
    @Test
    void sample_withoutYarn_eachFaultOnceAndEveryNumberOfExecutors() {
        List<FaultCase> sample = FaultDesign.sample(EnumSet.of(ClusterKind.LOCAL_CLUSTER, ClusterKind.STANDALONE));

        assertThat(sample).extracting(FaultCase::fault).containsExactly(Fault.values());
        assertThat(sample).extracting(FaultCase::executors).contains(1, 2, 4);
        assertThat(sample)
                .extracting(FaultCase::exchange)
                .contains(ExchangeChoice.DRIVER, ExchangeChoice.SHARDED, ExchangeChoice.SHUFFLE);
        assertThat(new HashSet<>(sample.stream().map(FaultCase::cluster).toList()))
                .isEqualTo(Set.of(ClusterKind.LOCAL_CLUSTER, ClusterKind.STANDALONE));
    }

    /** What every build runs must meet every exchange, policy and number of executors, and both clusters. */
    @Test
    void beginning_sixCases_everyLevelOfTheOtherFactors() {
        List<FaultCase> beginning = FaultDesign.beginning(6);

        assertThat(beginning).hasSize(6).extracting(FaultCase::executors).contains(1, 2, 4);
        assertThat(beginning)
                .extracting(FaultCase::exchange)
                .contains(ExchangeChoice.DRIVER, ExchangeChoice.SHARDED, ExchangeChoice.SHUFFLE);
        assertThat(beginning).extracting(FaultCase::moments).contains(OptimizerStatePolicy.values());
        assertThat(beginning)
                .extracting(FaultCase::cluster)
                .contains(ClusterKind.LOCAL_CLUSTER, ClusterKind.STANDALONE)
                .doesNotContain(ClusterKind.YARN);
    }

    @Test
    void page_resultsOfSomeCases_rowForEachCaseAndTheSum() {
        FaultCase first = FaultDesign.whole().get(0);
        CaseResult result = new CaseResult(
                first.id(), "0123456789", "4.1.0", true, "went on", "1 executors lost", "abcdef0123", 60);

        String page = TablePage.of(FaultDesign.whole(), Map.of(first.id(), result));

        assertThat(page)
                .contains("1 of " + FaultDesign.whole().size() + " cases run, 1 with the same hashes, in 1 minutes")
                .contains("Spark 4.1.0: application jar `01234567`")
                .contains(" | `abcdef01` | went on | 1 executors lost | 60 s |");
        assertThat(page.split("not run", -1)).hasSize(FaultDesign.whole().size());
    }
}
