package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.config.ExchangeChoice;
import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.compress.Compression;
import io.sparkformer.jobs.preflight.ExecutorReport;
import io.sparkformer.jobs.preflight.Findings;
import io.sparkformer.jobs.prepare.LocalSpark;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class ExchangePreflightTest {
    /** 344 MB of parameters, and two moments. */
    private static final StateLayout LARGE =
            new StateLayout(86_000_000, 2, OptimizerStatePolicy.AVERAGE, 2, false, false, Compression.NONE);

    private static ExchangePreflight preflight(ExchangeChoice exchange) {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
        return new ExchangePreflight(spark, LARGE, exchange);
    }

    private static Findings storing(long bytes) {
        ExecutorReport report = new ExecutorReport(
                "0", "host", "CpuBackend", "aaaa", null, 4L << 30, bytes, 16L << 30, List.of(), null, null);
        return new Findings(List.of(report), List.of(), List.of());
    }

    @Test
    void problems_moreThanTheDriverTakes_namesSizeLimitAndRemedy() {
        assertThat(preflight(ExchangeChoice.DRIVER).problems(64L << 30))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).contains("2,064 MB", "1,074 MB", "spark.driver.maxResultSize");
                    assertThat(problem.remedy()).contains("training.exchange = sharded");
                });
    }

    @Test
    void problems_sharded_nothingGoesToTheDriver() {
        assertThat(preflight(ExchangeChoice.SHARDED).problems(1)).isEmpty();
    }

    @Test
    void warnings_moreThanSparkMayKeep_namesTheSettingAndItsValue() {
        ExchangePreflight sharded = preflight(ExchangeChoice.SHARDED); // one executor: two states and two results

        assertThat(sharded.warnings(storing(3L << 30))).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains("4,128 MB", "3,221 MB", "disk");
            assertThat(problem.remedy()).contains("spark.memory.offHeap.size=4g");
        });
        assertThat(sharded.warnings(storing(5L << 30))).isEmpty();
    }

    @Test
    void warnings_driverInSmallExecutors_advisesTheOtherExchange() {
        ExchangePreflight driver = preflight(ExchangeChoice.DRIVER);

        assertThat(driver.warnings(storing(3L << 30))).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains("8,256 MB", "3,221 MB", "heap");
            assertThat(problem.remedy()).contains("training.exchange = sharded");
        });
    }
}
