package io.sparkformer.jobs.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.ExchangeChoice;
import io.sparkformer.jobs.config.JobName;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalOutputTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    @Test
    void warnings_shardedOnSeveralMachines_namesOutputAndExchange() {
        assertThat(warnings("spark://m:7077", ExchangeChoice.SHARDED))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).contains("output = " + directory, "training.exchange = auto");
                    assertThat(problem.remedy()).contains("--output", "training.exchange = driver");
                });
    }

    @Test
    void warnings_throughTheDriver_none() {
        assertThat(warnings("yarn", ExchangeChoice.DRIVER)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"local[4]", "local-cluster[2,1,1024]"})
    void warnings_oneMachine_none(String master) {
        assertThat(warnings(master, ExchangeChoice.SHARDED)).isEmpty();
    }

    private List<Problem> warnings(String master, ExchangeChoice chosen) {
        List<String> pairs = List.of("output=" + directory);
        try (JobContext context = new JobContext(
                JobName.PARITY, ConfigLoader.load(null, pairs, JobName.PARITY), null, new StopSignal())) {
            return LocalOutput.warnings(context, master, chosen);
        }
    }
}
