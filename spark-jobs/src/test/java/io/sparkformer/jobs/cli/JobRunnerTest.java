package io.sparkformer.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.config.ResolvedConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRunnerTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private Path output() {
        return directory.resolve("out");
    }

    private JobStatus run(Job job) {
        return run(job, false);
    }

    private JobStatus run(Job job, boolean verbose) {
        ResolvedConfig configuration = ConfigLoader.load(null, List.of("output=" + output()), JobName.INSPECT);
        return new JobRunner(new PrintStream(err, true, StandardCharsets.UTF_8), verbose)
                .run(() -> job, JobName.TRAIN, configuration, null);
    }

    private JsonNode summary() throws IOException {
        return new ObjectMapper().readTree(output().resolve("summary.json").toFile());
    }

    private String messages() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void run_success_writesSummaryAndConfiguration() throws IOException {
        JobStatus status = run(context -> {
            context.summary().put("samples", 12).put("rounds", 3);
            return JobResult.succeeded();
        });
        assertThat(status.exitCode()).isZero();
        assertThat(summary().get("job").asText()).isEqualTo("train");
        assertThat(summary().get("status").asText()).isEqualTo("succeeded");
        assertThat(summary().get("seconds").isNumber()).isTrue();
        assertThat(summary().get("samples").asInt()).isEqualTo(12);
        assertThat(summary().get("rounds").asInt()).isEqualTo(3);
        String stored = Files.readString(output().resolve("configuration.json"));
        assertThat(ConfigLoader.ofJson(stored).experiment().output()).isEqualTo(output().toString());
    }

    @Test
    void run_userError_tellsMessageAndRemedyOnce() throws IOException {
        JobStatus status = run(context -> {
            context.summary().put("samples", 5);
            throw new IllegalStateException(
                    "wrapped by Spark", new UserError("The class folder a/b is empty", "Add images to it"));
        });
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(messages())
                .contains("sparkformer train: The class folder a/b is empty. Add images to it.\n")
                .doesNotContain("wrapped by Spark", "\tat ");
        assertThat(summary().get("status").asText()).isEqualTo("failed");
        assertThat(summary().get("samples").asInt()).isEqualTo(5);
        assertThat(summary().at("/error/message").asText()).isEqualTo("The class folder a/b is empty");
        assertThat(summary().at("/error/stackTrace").asText()).contains("wrapped by Spark", "\tat ");
        assertThat(output().resolve("configuration.json")).doesNotExist();
    }

    @Test
    void run_unexpectedException_namesItAndItsRoot() {
        JobStatus status = run(context -> {
            throw new IllegalStateException("outer\nwith a trace", new ArithmeticException("inner"));
        });
        assertThat(status).isEqualTo(JobStatus.FAILED);
        assertThat(messages())
                .contains("IllegalStateException: outer (ArithmeticException: inner)")
                .doesNotContain("with a trace");
    }

    @Test
    void run_verbose_showsStackTrace() {
        run(
                context -> {
                    throw new IllegalStateException("outer");
                },
                true);
        assertThat(messages()).contains("\tat io.sparkformer.jobs.cli.JobRunnerTest");
    }

    @Test
    void run_fullDisk_saysWhatToDo() {
        run(context -> {
            throw new IllegalStateException("job aborted", new IOException("No space left on device"));
        });
        assertThat(messages()).contains("No space left on device", "Free space");
    }

    @Test
    void run_stopped_isResumable() throws IOException {
        assertThat(run(context -> JobResult.stopped()).exitCode()).isEqualTo(75);
        assertThat(summary().get("status").asText()).isEqualTo("stopped");
    }

    @Test
    void run_stopRequestedOfJobThatDoesNotPoll_interruptsIt() throws IOException {
        JobStatus status = run(context -> {
            context.stopSignal().request("SIGTERM");
            new CountDownLatch(1).await();
            return JobResult.succeeded();
        });
        assertThat(status.exitCode()).isEqualTo(75);
        assertThat(summary().has("error")).isFalse();
        assertThat(messages()).contains("SIGTERM: stopping in good order");
    }

    @Test
    void run_outputCannotBeWritten_failsEvenAfterSuccess() throws IOException {
        Files.writeString(output(), "a file is in the way");
        assertThat(run(context -> JobResult.succeeded())).isEqualTo(JobStatus.FAILED);
        assertThat(messages()).contains("Cannot write").contains(output().toString());
    }

    @Test
    void hadoop_beforeSpark_hasItsSettings() {
        System.setProperty("spark.hadoop.sparkformer.test", "yes");
        try {
            run(context -> {
                assertThat(context.hadoop().get("sparkformer.test")).isEqualTo("yes");
                return JobResult.succeeded();
            });
            assertThat(messages()).contains("succeeded");
        } finally {
            System.clearProperty("spark.hadoop.sparkformer.test");
        }
    }
}
