package io.sparkformer.jobs.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobStatus;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.train.ExchangeKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParityJobTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    @Test
    @SuppressWarnings("unchecked")
    void run_twice_everyPromiseOfEveryExchangeHolds() throws Exception {
        LocalSpark.session();
        for (int i = 0; i < 2; i++) { // the second finds the data of the first
            JobContext context = context();
            try (context) {
                assertThat(new ParityJob().run(context).status()).isEqualTo(JobStatus.SUCCEEDED);
            }
            List<Check> checks =
                    (List<Check>) Objects.requireNonNull(context.summary().get("checks"));
            assertThat(checks)
                    .hasSizeGreaterThanOrEqualTo(2 * ExchangeKind.values().length)
                    .allMatch(Check::passed);
            assertThat(checks.get(0).found()).doesNotStartWith("0.0e+00"); // the sums are not the same ones
        }
    }

    /** While slots are occupied tasks wait for those that are left; afterwards they are free again. */
    @Test
    void occupiedSlots_allButOne_leaveOne() throws Exception {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
        int slots = spark.defaultParallelism();
        try (OccupiedSlots occupied = new OccupiedSlots(spark, slots - 1)) {
            while (running(spark) < slots - 1) {
                Thread.sleep(10);
            }
            assertThat(spark.parallelize(List.of(1, 2, 3), 3).collect()).containsExactly(1, 2, 3);
            assertThat(running(spark)).isEqualTo(slots - 1);
        }
        while (running(spark) > 0) {
            Thread.sleep(10);
        }
    }

    private static int running(JavaSparkContext spark) {
        int running = 0;
        for (int stage : spark.statusTracker().getActiveStageIds()) {
            running += spark.statusTracker().getStageInfo(stage).numActiveTasks();
        }
        return running;
    }

    private JobContext context() {
        List<String> pairs = List.of("output=" + directory);
        return new JobContext(JobName.PARITY, ConfigLoader.load(null, pairs, JobName.PARITY), null, new StopSignal());
    }
}
