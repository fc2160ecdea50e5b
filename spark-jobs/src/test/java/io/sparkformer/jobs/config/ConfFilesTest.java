package io.sparkformer.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

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
            List<String> pairs = List.of("output=out", "data.directory=data", "evaluation.checkpoint=run");
            assertThat(ConfigLoader.load(file, pairs, job)
                            .experiment()
                            .training()
                            .workers())
                    .isPositive();
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
