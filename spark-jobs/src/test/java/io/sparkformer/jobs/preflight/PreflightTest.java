package io.sparkformer.jobs.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.runtime.TinyData;
import io.sparkformer.jobs.runtime.TinyExperiment;
import io.sparkformer.model.engine.Engine;
import io.sparkformer.model.engine.NumericFingerprint;
import io.sparkformer.model.plan.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On Spark in this process; what differs between executors is tested by their reports. */
class PreflightTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // below
    private PreparedData data;

    @BeforeEach
    void writeData() throws IOException {
        data = new TinyData(1, 3).write(directory.resolve("data"), Map.of("train", 20, "tune", 5));
    }

    @Test
    void inspect_everythingRight_findsTheExecutorAndNoProblem() {
        Findings findings = inspect(directory.resolve("run"));

        assertThat(findings.problems()).isEmpty();
        assertThat(findings.warnings()).isEmpty();
        assertThat(findings.reports()).singleElement().satisfies(report -> {
            assertThat(report.executor()).isEqualTo("driver");
            assertThat(report.fingerprint()).isEqualTo(NumericFingerprint.of(Engine.AUTO, Precision.F32));
            assertThat(report.heapBytes()).isEqualTo(Runtime.getRuntime().maxMemory());
        });
        assertThat(directory.resolve("run")).isEmptyDirectory();
    }

    @Test
    void inspect_shardGone_namesDataExecutorAndReason() throws IOException {
        String shard =
                data.manifest().split("train").orElseThrow().shards().get(0).file();
        Files.delete(directory.resolve("data").resolve(shard));

        assertThat(inspect(directory.resolve("run")).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("data.directory = " + directory.resolve("data"), "executor driver", "FileNotFound"));
    }

    @Test
    void inspect_shardAndOutputGone_namesBothAtOnce() throws IOException {
        String shard =
                data.manifest().split("train").orElseThrow().shards().get(0).file();
        Files.delete(directory.resolve("data").resolve(shard));
        Path file = Files.writeString(directory.resolve("file"), "no directory");

        assertThat(inspect(file.resolve("run")).problems())
                .extracting(Problem::message)
                .anySatisfy(message -> assertThat(message).contains("data.directory"))
                .anySatisfy(message -> assertThat(message).contains("output = ", "by the driver"));
    }

    private Findings inspect(Path output) {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
        JobContext context =
                new JobContext(JobName.TRAIN, TinyExperiment.on(data, "output=" + output), null, new StopSignal());
        try (context) {
            String place = directory.resolve("data").toString();
            return Preflight.inspect(context, spark, new DataPlace(place, data.version(), "train"));
        }
    }
}
