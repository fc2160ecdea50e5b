package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.runtime.TinyData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** One clear message with what is wrong and what to do, an exit code that says so, and nothing half-published. */
class BadInputIT {
    @Test
    void train_severalMistakesInTheConfiguration_allReportedTogether() {
        Path output = TinyProject.newPlace("bad");

        TinyProject.command("train", "local[2]", output)
                .set(List.of(
                        "training.batch-sizes=4",
                        "training.epochs=many",
                        "training.workers=0",
                        "data.directory=\"\"",
                        "model.pooling=max"))
                .run()
                .expect(2)
                .says(
                        "5 problems",
                        "training.batch-sizes",
                        "Did you mean training.batch-size",
                        "training.epochs",
                        "many",
                        "training.workers",
                        "data.directory",
                        "model.pooling",
                        "cls")
                .saysItPlainly();

        assertThat(output).doesNotExist();
    }

    @Test
    void train_experimentFileMissing_isNamed() {
        SparkformerCommand.of("train", "no-such-file.conf", "--output", "nowhere")
                .run()
                .expect(2)
                .says("no-such-file.conf")
                .saysItPlainly();
    }

    @Test
    void train_dataMissing_namesDirectoryAndRemedy() {
        Path output = TinyProject.newPlace("bad");
        Path nowhere = TinyProject.newPlace("nowhere");

        TinyProject.command("train", "local[2]", output)
                .set(List.of("data.directory=" + nowhere))
                .run()
                .expect(1)
                .says(nowhere.toString(), "prepare-images")
                .saysItPlainly();

        expectFailed(output);
    }

    @Test
    void prepare_noImages_failsAndPublishesNothing() throws IOException {
        Path images = Files.createDirectories(TinyProject.newPlace("images"));
        Path output = TinyProject.newPlace("bad");

        TinyProject.command("prepare-images", "local[2]", output)
                .set(List.of("prepare.inputs=[\"" + images + "\"]"))
                .run()
                .expect(1)
                .says(images.toString())
                .saysItPlainly();

        assertThat(PreparedData.openIfPresent(new Configuration(), output.toString()))
                .isEmpty();
        expectFailed(output);
    }

    @Test
    void train_emptySplit_namesKeyAndSplits() throws IOException {
        Path data = TinyProject.newPlace("empty");
        new TinyData(1, TinyProject.CLASSES).write(data, Map.of("train", 0, "tune", 4));
        Path output = TinyProject.newPlace("bad");

        TinyProject.command("train", "local[2]", output)
                .set(List.of("data.directory=" + data))
                .run()
                .expect(1)
                .says("data.train = train", "[train, tune]")
                .saysItPlainly();

        expectFailed(output);
    }

    /** Noticed in a task: the message must come through Spark's. */
    @Test
    void train_shardCorrupt_namesTheShardAndSavesNothing() throws IOException {
        Path data = TinyProject.copy(TinyProject.data());
        Path shard = onlyShard(data, "train");
        byte[] bytes = Files.readAllBytes(shard);
        bytes[1000] ^= 1;
        Files.write(shard, bytes);
        Files.deleteIfExists(shard.resolveSibling("." + shard.getFileName() + ".crc"));
        Path output = TinyProject.newPlace("bad");

        TinyProject.train("local[2]", output, List.of("data.directory=" + data))
                .run()
                .expect(1)
                .says(shard.getFileName().toString());

        assertThat(new TrainingOutput(output).newestCheckpoint()).isEmpty();
        expectFailed(output);
    }

    @Test
    void train_shardMissing_namesTheShard() throws IOException {
        Path data = TinyProject.copy(TinyProject.data());
        Path shard = onlyShard(data, "train");
        Files.delete(shard);
        Path output = TinyProject.newPlace("bad");

        TinyProject.train("local[2]", output, List.of("data.directory=" + data))
                .run()
                .expect(1)
                .says(shard.getFileName().toString());

        expectFailed(output);
    }

    @Test
    void evaluate_noCheckpointThere_namesPathAndRemedy() {
        TinyProject.data();
        Path output = TinyProject.newPlace("bad");
        Path nowhere = TinyProject.newPlace("nowhere");

        TinyProject.command("evaluate", "local[2]", output)
                .and("--checkpoint", nowhere.toString())
                .run()
                .expect(1)
                .says(nowhere.toString(), "--output of a training run")
                .saysItPlainly();

        expectFailed(output);
    }

    @Test
    void evaluate_modelOfOtherClasses_namesBoth() throws IOException {
        Path data = TinyProject.newPlace("other-classes");
        new TinyData(1, 3).write(data, Map.of("test", 9));
        Path output = TinyProject.newPlace("bad");

        TinyProject.command("evaluate", "local[2]", output)
                .set(List.of("data.directory=" + data))
                .and(
                        "--checkpoint",
                        TinyProject.undisturbed(TinyProject.PLAIN).directory().toString())
                .run()
                .expect(1)
                .says("[class-0, class-1, class-2, class-3]", "[class-0, class-1, class-2]")
                .saysItPlainly();
    }

    @Test
    void train_drillThatCannotBeRead_refusedBeforeTheJobBegins() {
        Path output = TinyProject.newPlace("bad");

        TinyProject.train("local[2]", output, List.of())
                .with("SPARKFORMER_FAULT", "train.someday:once=/tmp/x")
                .run()
                .expect(2)
                .says("train.someday", "train.after-round")
                .saysItPlainly();

        assertThat(output).doesNotExist();
    }

    private static Path onlyShard(Path data, String split) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("shards"))) {
            List<Path> shards = files.filter(
                            file -> file.getFileName().toString().matches(split + "-.*\\.shard"))
                    .toList();
            assertThat(shards).hasSize(1);
            return shards.get(0);
        }
    }

    private static void expectFailed(Path output) {
        try {
            assertThat(new ObjectMapper()
                            .readTree(output.resolve("summary.json").toFile())
                            .get("status")
                            .asText())
                    .isEqualTo("failed");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
