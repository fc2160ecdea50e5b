package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkformer.data.storage.Publication;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.ConfigProblems;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.exchange.ArrayState;
import io.sparkformer.jobs.report.MetricsEvent;
import io.sparkformer.jobs.report.MetricsLog;
import io.sparkformer.jobs.report.OutputDirectory;
import io.sparkformer.jobs.report.RoundEvent;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.model.checkpoint.ParameterHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run as an earlier version wrote it (data-prep/src/test/resources/formats/README.md) is still read; what a newer one
 * wrote is refused by its number.
 */
class FormatCompatibilityTest {
    private static final Path FIRST_RUN = Path.of("src/test/resources/formats/run-1");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path run;

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.walk(FIRST_RUN)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = run.resolve(FIRST_RUN.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private Checkpoint open() throws IOException {
        return CheckpointStore.open(new Configuration(), run.toString(), warning -> {
            throw new AssertionError(warning);
        });
    }

    private OutputDirectory output() throws IOException {
        return new OutputDirectory(
                FileSystem.getLocal(new Configuration()), new org.apache.hadoop.fs.Path(run.toString()));
    }

    @Test
    void checkpoint_version1_hasItsModelAndItsWholeState() throws IOException {
        Checkpoint checkpoint = open();
        ExperimentConfig experiment =
                ConfigLoader.ofJson(checkpoint.configuration()).experiment();
        RunSpec spec = new RunSpec("run", checkpoint.configuration(), "", 1, DataTraits.ofImages(4), 12);

        ArrayState state = ArrayState.of(
                checkpoint.position(),
                RunStart.averaging(spec).layout(),
                checkpoint.origin(spec).open(new Configuration()));

        assertThat(ParameterHash.sha256(state.parameters())).isEqualTo(checkpoint.parametersSha256());
        assertThat(List.of(state.position().round(), state.position().step())).containsExactly(6L, 12L);
        assertThat(state.position().optimizerSteps()).containsExactly(12L);
        assertThat(state.moments()[0]).hasNumberOfRows(2);
        assertThat(state.movingAverage()).hasSameSizeAs(state.parameters()).isNotEqualTo(state.parameters());
        assertThat(checkpoint.initialization()).isNull();
        assertThat(checkpoint.classes()).hasSize(4);
        assertThat(experiment.training().epochs()).isEqualTo(3);
    }

    @Test
    void configuration_version1WithoutItsNumber_bindsAndGetsIt() {
        String json = ConfigLoader.load(run.resolve("configuration.json"), List.of("output=out"), JobName.TRAIN)
                .toJson();

        assertThat(json).startsWith("{\n  \"format-version\" : 1,\n").contains("\"mlp-width\" : 8");
        assertThat(ConfigLoader.ofJson(json).toJson()).isEqualTo(json);
    }

    @Test
    void metrics_version1_areReadAndGoOnAsTheVersionOfToday() throws IOException {
        List<MetricsEvent> first = MetricsLog.read(output());
        assertThat(first).hasSize(9);
        assertThat(first).filteredOn(RoundEvent.class::isInstance).hasSize(6);

        try (MetricsLog log = MetricsLog.open(output(), 6)) {
            assertThat(log.events()).isEqualTo(first);
        }

        assertThat(Files.readAllLines(run.resolve("metrics.jsonl")))
                .hasSize(10)
                .startsWith("{\"event\":\"format\",\"version\":2}");
        assertThat(MetricsLog.read(output())).isEqualTo(first);
    }

    @Test
    void checkpoint_pointerOfANewerVersion_isRefusedAndNotPassedOver() throws IOException {
        Path checkpoints = run.resolve(CheckpointStore.DIRECTORY);
        Publication publication = new Publication(
                FileSystem.getLocal(new Configuration()),
                new org.apache.hadoop.fs.Path(checkpoints.toString()),
                "checkpoint");
        ObjectNode newer = (ObjectNode) JSON.readTree(publication.read(6));
        newer.put("formatVersion", 9).put("directory", "elsewhere");
        publication.publish(7, JSON.writeValueAsBytes(newer));

        assertThatThrownBy(this::open)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("checkpoint-00000007.json has checkpoint format version 9")
                .hasMessageContaining("reads up to 2");
    }

    @Test
    void metrics_ofANewerVersion_areRefused() throws IOException {
        Files.writeString(
                run.resolve("metrics.jsonl"), "{\"event\":\"format\",\"version\":3}\n{\"event\":\"dance\"}\n");

        assertThatThrownBy(() -> MetricsLog.read(output()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("metrics.jsonl has metrics format version 3")
                .hasMessageContaining("versions 1 to 2");
    }

    @Test
    void configuration_ofANewerVersion_isRefused() throws IOException {
        Path file = run.resolve("configuration.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{ \"format-version\" : 2,"));

        assertThatThrownBy(() -> ConfigLoader.load(file, List.of("output=out"), JobName.TRAIN))
                .isInstanceOf(ConfigProblems.class)
                .hasMessageContaining("format-version = 2")
                .hasMessageContaining("configuration.json")
                .hasMessageContaining("reads version 1");
    }
}
