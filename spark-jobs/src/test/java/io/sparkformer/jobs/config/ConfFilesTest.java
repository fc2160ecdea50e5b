package io.sparkformer.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.Models;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.plan.StepPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file under {@code conf/} is an experiment that binds, and says on top what it is. */
class ConfFilesTest {
    private static final Path DIRECTORY = Path.of("..", "conf");

    static Stream<Path> experiments() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            List<Path> experiments = files.filter(file -> file.toString().endsWith(".conf"))
                    .filter(file -> !file.endsWith("reference.conf"))
                    .sorted()
                    .toList();
            assertThat(experiments).hasSizeGreaterThanOrEqualTo(3);
            return experiments.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void load_experiment_bindsForEveryJob(Path file) {
        for (JobName job : JobName.values()) {
            List<String> pairs = List.of(
                    "output=out",
                    "data.directory=data",
                    "evaluation.checkpoint=run",
                    "prepare.inputs=images",
                    "tokenizer.inputs=text",
                    "prepare-text.inputs=text",
                    "generation.prompts=text",
                    "prepare-text.tokenizer=tokenizer.json");
            assertThat(ConfigLoader.load(file, pairs, job)
                            .experiment()
                            .training()
                            .workers())
                    .isPositive();
        }
    }

    /** For ten classes and one image at a time, so that the larger ones fit into a test's memory. */
    @ParameterizedTest
    @MethodSource("experiments")
    void load_experiment_buildsItsModelWithAllGradients(Path file) {
        ExperimentConfig experiment = ConfigLoader.load(
                        file, List.of("output=out", "data.directory=data"), JobName.TRAIN)
                .experiment();
        ModelGraph graph = Models.task(experiment, new DataTraits(10, 1000, 16)).graph(GraphSettings.training(1));

        try (StepPlan plan = StepPlan.forTraining(graph, experiment.kernels())) {
            assertThat(plan.gradients().length()).isEqualTo(graph.layout().length());
        }
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void banner_experiment_saysWhatItIsAndHowToRunIt(Path file) throws IOException {
        List<String> banner = Files.readAllLines(file).stream()
                .takeWhile(line -> line.startsWith("#"))
                .toList();
        assertThat(String.join("\n", banner))
                .contains("submit-scripts/", file.getFileName().toString())
                .containsIgnoringCase("data:")
                .containsIgnoringCase("cost:")
                .containsIgnoringCase("expect");
    }
}
