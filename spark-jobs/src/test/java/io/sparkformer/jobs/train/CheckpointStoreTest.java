package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.runtime.TinyData;
import io.sparkformer.model.checkpoint.ParameterHash;
import io.sparkformer.model.graph.ParameterLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointStoreTest {
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
    void newest_nothingSaved_none() throws IOException {
        assertThat(run().newest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seed=1",
                "training.optimizer-state=keep",
                "training.optimizer.type=sgd",
                "training.optimizer={type=sgd, momentum=0}",
                "training.outer.type=nesterov",
                "training.ema-decay=0.9",
                "training.compression.type=bf16",
                "training.compression={type=int8, error-feedback=false}"
            })
    void newest_saved_sameStateAgain(String setting) throws IOException {
        SavedRun run = run(setting);
        run.save(6, 3);

        Checkpoint checkpoint = run.newest().orElseThrow();

        assertThat(run.load(checkpoint)).usingRecursiveComparison().isEqualTo(run.state(6));
        assertThat(checkpoint.header()).isEqualTo(run.header(run.state(6)));
        assertThat(checkpoint.parametersSha256())
                .isEqualTo(ParameterHash.sha256(run.state(6).parameters()));
        assertThat(run.warnings()).isEmpty();
    }

    @Test
    void save_several_newestIsTheLast() throws IOException {
        SavedRun run = run();
        run.save(2, 3);
        run.save(4, 3);

        assertThat(run.newest().orElseThrow().step()).isEqualTo(4);
    }

    @Test
    void save_moreThanKept_oldestGo() throws IOException {
        SavedRun run = run();
        for (long step = 2; step <= 10; step += 2) {
            run.save(step, 2);
        }

        assertThat(directories()).containsExactly("step-000000000008", "step-000000000010");
        assertThat(run.store().readablePointers()).hasSize(2);
        assertThat(run.load(run.newest().orElseThrow()))
                .usingRecursiveComparison()
                .isEqualTo(run.state(10));
    }

    @Test
    void save_fewerKeptThanBefore_allSurplusGoes() throws IOException {
        SavedRun run = run();
        for (long step = 2; step <= 8; step += 2) {
            run.save(step, 9);
        }

        run.save(10, 1);

        assertThat(directories()).containsExactly("step-000000000010");
    }

    /** What a process was writing when it died: no pointer names it. */
    @Test
    void newest_unpublishedDirectory_isNotACheckpoint() throws IOException {
        SavedRun run = run();
        run.save(2, 3);
        Path half = Files.createDirectories(checkpoints().resolve("step-000000000004"));
        Files.write(half.resolve("model.safetensors"), new byte[100]);

        assertThat(run.newest().orElseThrow().step()).isEqualTo(2);
        assertThat(run.warnings()).isEmpty();
    }

    @Test
    void save_afterDeath_unpublishedDirectoriesAreRemoved() throws IOException {
        SavedRun run = run();
        run.save(2, 3);
        // The one that is written again, and one that never will be.
        for (String name : List.of("step-000000000004", "step-000000000005")) {
            Path half = Files.createDirectories(checkpoints().resolve(name));
            Files.write(half.resolve("model.safetensors"), new byte[100]);
            Files.write(half.resolve("left-over"), new byte[100]);
        }

        run.save(4, 3);

        assertThat(directories()).containsExactly("step-000000000002", "step-000000000004");
        assertThat(checkpoints().resolve("step-000000000004/left-over")).doesNotExist();
        assertThat(run.load(run.newest().orElseThrow()))
                .usingRecursiveComparison()
                .isEqualTo(run.state(4));
    }

    @Test
    void parameters_movingAverageWanted_takenWhereThereIsOne() throws IOException {
        SavedRun averaged = run("training.ema-decay=0.9");
        averaged.save(2, 3);
        ParameterLayout layout = averaged.setup().run().layout();
        Checkpoint checkpoint = averaged.newest().orElseThrow();

        assertThat(checkpoint.parameters(layout, true))
                .isEqualTo(averaged.state(2).movingAverage());
        assertThat(checkpoint.parameters(layout, false))
                .isEqualTo(averaged.state(2).parameters());
    }

    @Test
    void parameters_noMovingAverage_theModelItself() throws IOException {
        SavedRun run = run();
        run.save(2, 3);

        assertThat(run.newest().orElseThrow().parameters(run.setup().run().layout(), true))
                .isEqualTo(run.state(2).parameters());
    }

    @Test
    void parameters_checkpointOfAnotherModel_listsWhatDiffers() throws IOException {
        run().save(2, 3);
        ParameterLayout deeper = run("model.depth=3").setup().run().layout();
        ParameterLayout wider = run("model.mlp-width=20").setup().run().layout();
        Checkpoint checkpoint = run().newest().orElseThrow();

        assertThatThrownBy(() -> checkpoint.parameters(deeper, false))
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining("blocks.2.attn.qkv.weight is missing");
        assertThatThrownBy(() -> checkpoint.parameters(wider, false))
                .hasMessageContaining("blocks.0.mlp.fc1.weight has the shape [16, 8], the model's is [20, 8]");
    }

    @Test
    void open_runDirectory_itsNewest() throws IOException {
        SavedRun run = run();
        run.save(2, 3);
        run.save(4, 3);

        assertThat(open(directory.resolve("run")).step()).isEqualTo(4);
    }

    @Test
    void open_stepDirectory_thatOne() throws IOException {
        SavedRun run = run();
        run.save(2, 3);
        run.save(4, 3);

        assertThat(open(checkpoints().resolve("step-000000000002")).step()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "run/checkpoints/step-000000000009", "data", "run/checkpoints"})
    void open_noCheckpointThere_namesPathAndRemedy(String path) throws IOException {
        run().save(2, 3);

        assertThatThrownBy(() -> open(directory.resolve(path)))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).contains("--output"))
                .hasMessageContaining(directory.resolve(path).toString());
    }

    private SavedRun run(String... settings) throws IOException {
        FileSystem fileSystem = FileSystem.getLocal(new Configuration());
        return new SavedRun(
                TrainingSetup.of(data, settings),
                fileSystem,
                new org.apache.hadoop.fs.Path(checkpoints().toString()));
    }

    private Path checkpoints() {
        return directory.resolve("run").resolve(CheckpointStore.DIRECTORY);
    }

    private static Checkpoint open(Path path) throws IOException {
        return CheckpointStore.open(new Configuration(), path.toString(), warning -> {});
    }

    private List<String> directories() throws IOException {
        try (Stream<Path> files = Files.list(checkpoints())) {
            return files.filter(Files::isDirectory)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
