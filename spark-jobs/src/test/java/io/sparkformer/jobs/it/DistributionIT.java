package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The distribution as a user gets it: unpacked somewhere else, beside a Spark that he has. */
class DistributionIT {
    private static final String RECORDING_SUBMIT = """
            #!/usr/bin/env bash
            printf '%s\\n' "$@" >>"$SPARK_HOME/submitted"
            """;

    @TempDir
    private static Path directory;

    private static Path home;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        String version = ApplicationJar.attribute("Implementation-Version");
        String platform = ApplicationJar.attribute("Native-Platform");
        String suffix = platform.equals("linux-x86_64") ? "" : "-" + platform;
        Path archive =
                SparkformerCommand.home().resolve("spark-jobs/target/sparkformer-" + version + suffix + ".tar.gz");
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", directory.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        home = directory.resolve("sparkformer-" + version);
    }

    @Test
    void archive_holdsEverythingThatAUserNeedsAndNothingElse() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "CHANGELOG.md",
                            "LICENSE",
                            "NOTICE",
                            "README.md",
                            "conf",
                            "data-prep",
                            "docs",
                            "lib",
                            "submit-scripts");
        }
        assertThat(home.resolve("lib/sparkformer.jar")).hasSameBinaryContentAs(ApplicationJar.path());
        assertThat(List.of("conf/quickstart.conf", "conf/log4j2.properties", "docs/configuration.md"))
                .allSatisfy(file -> assertThat(home.resolve(file)).isNotEmptyFile());
        try (Stream<Path> datasets = Files.list(home.resolve("data-prep"))) {
            assertThat(datasets).containsExactly(home.resolve("data-prep/datasets"));
        }
    }

    /** The jar that is in it, by the script that is in it: the same bits as from the checkout. */
    @Test
    void train_withTheUsersSpark_sameHashAfterEveryRound() {
        Path output = TinyProject.newPlace("distribution");

        TinyProject.train("local[2]", output, TinyProject.PLAIN)
                .script(home.resolve("submit-scripts/sparkformer"))
                .with("SPARK_HOME", SparkformerCommand.embeddedSpark().toString())
                .run()
                .expect(0);

        new TrainingOutput(output).isTheSameAs(TinyProject.undisturbed(TinyProject.PLAIN));
    }

    @Test
    void anyCommand_noSpark_saysWhatToSet() {
        SparkformerCommand.of("inspect", home.resolve("conf/quickstart.conf").toString())
                .script(home.resolve("submit-scripts/sparkformer"))
                .run()
                .expect(2)
                .says("SPARK_HOME")
                .saysItPlainly();
    }

    /** What is submitted, rather than minutes of training: nothing is built, and every file that is named is there. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            images | fashion-mnist-10k.tar.gz   | prepare.inputs      | prepare-images train evaluate baseline
            text   | wordnet-glosses.jsonl.gz   | prepare-text.inputs | train-tokenizer prepare-text train evaluate train evaluate
            """)
    void quickstart_submitsItsJobsOnWhatIsInTheArchive(String subject, String file, String key, String jobs)
            throws IOException {
        Path spark = Files.createDirectories(directory.resolve("recording-spark-" + subject));
        Path submit = Files.createDirectories(spark.resolve("bin")).resolve("spark-submit");
        Files.writeString(submit, RECORDING_SUBMIT);
        assertThat(submit.toFile().setExecutable(true)).isTrue();

        SparkformerCommand.of(
                        subject, "--output", directory.resolve("quickstart").toString())
                .script(home.resolve("submit-scripts/quickstart.sh"))
                .with("SPARK_HOME", spark.toString())
                .run()
                .expect(0);

        List<String> submitted = Files.readAllLines(spark.resolve("submitted"));
        List<String> commands = List.of(jobs.split(" ", -1));
        assertThat(submitted).containsSubsequence(commands);
        assertThat(submitted)
                .filteredOn(argument -> argument.endsWith(".jar") || argument.endsWith(".conf"))
                .hasSize(2 * commands.size())
                .allSatisfy(argument ->
                        assertThat(Path.of(argument)).startsWith(home).exists());
        Path archive = home.resolve("data-prep/datasets").resolve(file);
        assertThat(submitted).contains(key + "=[\"" + archive + "\"]");
        assertThat(archive).isNotEmptyFile();
    }
}
