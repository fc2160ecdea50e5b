package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts from files to an evaluated classifier: prepared, pre-trained by masked tokens and blocks while executors die, fine-tuned, measured. */
class LanguageIT {
    private static final String CLUSTER = "local-cluster[2,1,1024]";
    private static final int TEXTS = 240;

    private static final String EXPERIMENT = """
            prepare-text { inputs = ["%1$s/texts.jsonl"], tokenizer = "%2$s", length = 16 }
            prepare-text { target = classes, splits = hashed, fractions { train = 0.8, test = 0.2 } }
            data { directory = "%1$s/data", tune = test }
            model { type = language, variant = custom, width = 32, depth = 1, heads = 2, mlp-width = 64, dropout = 0.1 }
            model.attention { %3$s }
            training { workers = 2, local-steps = 4, batch-size = 8, schedule.learning-rate = 5.0e-3 }
            evaluation.split = test
            """;

    private static final String EXTENDED = "type = extended, radius = 4, block = 4";

    private static final String SEGMENTS = "type = relative, segment = 4, memory = 4";

    private static final List<String> MASKED = List.of(
            "task.type=masked-language", "task.masked-unit=word", "task.contrast-share=0.25", "training.epochs=2");

    @Test
    void texts_preparedTrainedThroughDyingExecutorsFineTunedAndMeasured() throws IOException {
        Path project = Files.createDirectories(TinyProject.newPlace("language"));
        Path conf = write(project, EXTENDED);
        command(conf, "prepare-text", "local[2]", project.resolve("data")).run().expect(0);

        Path calm = project.resolve("calm");
        command(conf, "train", "local[2]", calm).set(MASKED).run().expect(0);
        Path disturbed = project.resolve("disturbed");
        FaultDrills drills = FaultDrills.at(
                "train.within-local-steps:round=2:worker=1:step=1", "train.after-local-steps:round=4:worker=0");
        drills.arm(command(conf, "train", CLUSTER, disturbed).set(MASKED)).run().expect(0);
        assertThat(drills.struck()).isEqualTo(drills.descriptions());
        new TrainingOutput(disturbed).isTheSameAs(new TrainingOutput(calm));

        TrainingOutput guessed = new TrainingOutput(project.resolve("guessed"));
        command(conf, "evaluate", "local[2]", guessed.directory())
                .and("--checkpoint", disturbed.toString())
                .run()
                .expect(0);
        assertThat(guessed.summary("perplexity").asDouble())
                .isCloseTo(Math.exp(guessed.summary("loss").asDouble()), within(1e-9));
        assertThat(guessed.summary("unigramEntropy").asDouble()).isPositive();

        Path tuned = project.resolve("tuned");
        Ended fineTuning = command(conf, "train", "local[2]", tuned)
                .and("--init-from", disturbed.toString(), "--set", "training.epochs=10")
                .run()
                .expect(0);
        assertThat(fineTuning.output()).contains("a new head of 2 classes: the checkpoint has none");
        Path measured = project.resolve("measured");
        command(conf, "evaluate", "local[2]", measured)
                .and("--checkpoint", tuned.toString())
                .run()
                .expect(0);
        assertThat(new TrainingOutput(measured).summary("top1").asDouble()).isGreaterThan(0.9);
    }

    /** Centroids, directions drawn by step, memories across segments and losses that stop at a step, in the middle of rounds that begin again. */
    static Stream<Arguments> attentions() {
        return Stream.of(
                Arguments.of("routing", "type = routing, clusters = 3, decay = 0.9, window = 2", List.of()),
                Arguments.of("reformer", "type = reformer, block = 4, rounds = 2", List.of()),
                Arguments.of("sac", "type = sac, edges = 2", List.of()),
                Arguments.of("memory", SEGMENTS, CAUSAL),
                Arguments.of("segments", "type = block-local, block = 4", VANILLA));
    }

    private static final List<String> CAUSAL =
            List.of("model.position-encoding=none", "model.causal=true", "task.type=causal-language");

    /** With losses of three layers that stop in different rounds. */
    private static final List<String> VANILLA = List.of(
            "model={causal=true, depth=4, position-encoding=learned-per-layer, position-period=4}",
            "task={type=causal-language, intermediate-losses=true, two-ahead-weight=0.5}");

    @Tag("slow")
    @ParameterizedTest(name = "{0}")
    @MethodSource("attentions")
    void train_throughDyingExecutors_isTheSame(String name, String attention, List<String> settings)
            throws IOException {
        Path project = Files.createDirectories(TinyProject.newPlace("language-" + name));
        Path conf = write(project, attention);
        List<String> all = new ArrayList<>(List.of("task.type=masked-language", "training.epochs=2"));
        all.addAll(settings);
        command(conf, "prepare-text", "local[2]", project.resolve("data")).run().expect(0);

        Path calm = project.resolve("calm");
        command(conf, "train", "local[2]", calm).set(all).run().expect(0);
        Path disturbed = project.resolve("disturbed");
        FaultDrills drills = FaultDrills.at(
                "train.within-local-steps:round=2:worker=1:step=1", "train.after-local-steps:round=4:worker=0");
        drills.arm(command(conf, "train", CLUSTER, disturbed).set(all)).run().expect(0);

        assertThat(drills.struck()).isEqualTo(drills.descriptions());
        new TrainingOutput(disturbed).isTheSameAs(new TrainingOutput(calm));
    }

    /** What a model remembers where it is used is not what it was trained with; one without segments says so. */
    @Tag("slow")
    @Test
    void evaluate_withALongerMemory_isOfTheSameModel() throws IOException {
        Path project = Files.createDirectories(TinyProject.newPlace("language-memory"));
        Path conf = write(project, SEGMENTS);
        command(conf, "prepare-text", "local[2]", project.resolve("data")).run().expect(0);
        Path run = project.resolve("run");
        command(conf, "train", "local[2]", run).set(CAUSAL).run().expect(0);

        double usual = loss(conf, run, project.resolve("usual"));
        assertThat(loss(conf, run, project.resolve("same"), "evaluation.memory=4"))
                .isEqualTo(usual);
        assertThat(loss(conf, run, project.resolve("longer"), "evaluation.memory=12"))
                .isNotEqualTo(usual)
                .isCloseTo(usual, within(0.2 * usual));

        Path plain = project.resolve("plain");
        Path withoutSegments = write(project, EXTENDED);
        command(withoutSegments, "train", "local[2]", plain).set(MASKED).run().expect(0);
        Ended refused = evaluation(withoutSegments, plain, project.resolve("refused"), "evaluation.memory=12")
                .run()
                .expect(1);
        assertThat(refused.output()).contains("evaluation.memory = 12: the model does not read texts in segments");
    }

    private static double loss(Path conf, Path run, Path output, String... settings) throws IOException {
        evaluation(conf, run, output, settings).run().expect(0);
        return new TrainingOutput(output).summary("loss").asDouble();
    }

    private static SparkformerCommand evaluation(Path conf, Path run, Path output, String... settings) {
        return command(conf, "evaluate", "local[2]", output)
                .and("--checkpoint", run.toString())
                .set(List.of(settings));
    }

    private static SparkformerCommand command(Path conf, String command, String master, Path output) {
        return SparkformerCommand.of(command, conf.toString(), "--master", master, "--output", output.toString());
    }

    /** Texts of two kinds that share most of their words. */
    private static Path write(Path project, String attention) throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            boolean animal = i % 2 == 0;
            List<String> words = new ArrayList<>();
            for (int word = 0; word < 5 + random.nextInt(5); word++) {
                words.add("word" + random.nextInt(9));
            }
            words.set(random.nextInt(words.size()), animal ? "cat" : "house");
            lines.add("{\"text\": \"%s\", \"label\": \"%s\"}"
                    .formatted(String.join(" ", words), animal ? "animal" : "thing"));
        }
        Files.write(project.resolve("texts.jsonl"), lines);
        Path tokenizer = SparkformerCommand.home().resolve("data-prep/src/test/resources/tokenizers/wordpiece.json");
        return Files.writeString(project.resolve("language.conf"), EXPERIMENT.formatted(project, tokenizer, attention));
    }
}
