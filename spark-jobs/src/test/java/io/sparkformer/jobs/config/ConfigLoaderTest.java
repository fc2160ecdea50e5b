package io.sparkformer.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    @TempDir
    Path directory;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static ExperimentConfig load(Path file, String... pairs) {
        return ConfigLoader.load(file, List.of(pairs), JobName.INSPECT).experiment();
    }

    private static List<Problem> problems(@Nullable Path file, JobName job, String... pairs) {
        ConfigProblems thrown =
                catchThrowableOfType(ConfigProblems.class, () -> ConfigLoader.load(file, List.of(pairs), job));
        assertThat(thrown).as("the configuration must be refused").isNotNull();
        return thrown.problems();
    }

    @Test
    void load_defaultsFileAndPairs_laterGoesBeforeEarlier() throws IOException {
        Path file = file("a.conf", "training { epochs = 20, batch-size = 64 }");
        ExperimentConfig experiment = load(file, "training.epochs=30", "training.epochs=40");
        assertThat(experiment.training().epochs()).isEqualTo(40);
        assertThat(experiment.training().batchSize()).isEqualTo(64);
        assertThat(experiment.training().localSteps()).isEqualTo(8);
    }

    @Test
    void load_include_isRelativeToIncludingFile() throws IOException {
        Files.createDirectories(directory.resolve("base"));
        file("base/common.conf", "include \"deeper.conf\"\nseed = 5");
        file("base/deeper.conf", "training.epochs = 6");
        Path file = file("a.conf", "include \"base/common.conf\"\ntraining.batch-size = 7");
        ExperimentConfig experiment = load(file);
        assertThat(experiment.seed()).isEqualTo(5);
        assertThat(experiment.training().epochs()).isEqualTo(6);
        assertThat(experiment.training().batchSize()).isEqualTo(7);
    }

    @Test
    void load_includeOfMissingFile_isReported() throws IOException {
        Path file = file("a.conf", "include \"nowhere.conf\"");
        assertThat(problems(file, JobName.INSPECT))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains("nowhere.conf"));
    }

    @Test
    void load_missingFile_isReported() {
        assertThat(problems(directory.resolve("no.conf"), JobName.INSPECT))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains("no.conf", "there is no such file"));
    }

    @Test
    void load_syntaxError_namesFileAndLine() throws IOException {
        Path file = file("a.conf", "seed = 1\ntraining {\n  epochs = [\n}\n");
        assertThat(problems(file, JobName.INSPECT))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains(file + ":4"));
    }

    @Test
    void load_valueRefused_namesFileAndLine() throws IOException {
        Path file = file("a.conf", "seed = 1\n\ntraining.epochs = 0\n");
        assertThat(problems(file, JobName.INSPECT))
                .extracting(Problem::toString)
                .containsExactly("training.epochs = 0 (" + file + ":3): is too small. Use 1 or more.");
    }

    @Test
    void load_unresolvedReference_isReported() throws IOException {
        Path file = file("a.conf", "output = ${nothing.like.this}/run");
        assertThat(problems(file, JobName.INSPECT))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains(file + ":1", "nothing.like.this"));
    }

    @Test
    void load_referencesBetweenFileAndDefaults_resolveBothWays() throws IOException {
        Path file = file("a.conf", "prepare { image-size = 32, patch-size = ${training.local-steps} }");
        ExperimentConfig experiment = load(file, "training.local-steps=4");
        assertThat(experiment.prepare().patchSize()).isEqualTo(4);
        assertThat(experiment.model())
                .isInstanceOfSatisfying(
                        VitModelConfig.class,
                        model -> assertThat(model.imageSize()).isEqualTo(32));
    }

    @Test
    void load_listAppended_keepsEarlierElements() throws IOException {
        Path file = file("a.conf", "prepare.inputs = [a]\nprepare.inputs = ${prepare.inputs} [b]");
        assertThat(load(file).prepare().inputs()).containsExactly("a", "b");
        Path onDefault = file("b.conf", "prepare.inputs = ${prepare.inputs} [b]");
        assertThat(load(onDefault).prepare().inputs()).containsExactly("b");
    }

    @Test
    void load_pairs_takeAddressesNumbersListsAndNulls() {
        ExperimentConfig experiment = ConfigLoader.load(
                        null,
                        List.of(
                                "output=hdfs://name:8020/run # 1",
                                "prepare.inputs=[\"s3a://bucket/a\", \"b\"]",
                                "prepare.shard-bytes=8 MiB",
                                "model.classes=7",
                                "model.classes=null",
                                "prepare.splits=hashed",
                                "prepare.fractions={train = 0.5, test = 0.5}"),
                        JobName.INSPECT)
                .experiment();
        assertThat(experiment.output()).isEqualTo("hdfs://name:8020/run # 1");
        assertThat(experiment.prepare().inputs()).containsExactly("s3a://bucket/a", "b");
        assertThat(experiment.prepare().shardBytes()).isEqualTo(8 << 20);
        assertThat(((VitModelConfig) experiment.model()).classes()).isNull();
        assertThat(experiment.prepare().fractions()).containsOnlyKeys("test", "train");
    }

    @Test
    void load_pairsThatAreNone_areReportedTogether() {
        assertThat(problems(null, JobName.INSPECT, "training.epochs", "=3", "a..b=1", "prepare.inputs=[x", "seed=one"))
                .extracting(Problem::key)
                .containsExactly("training.epochs", "", "a..b", "prepare.inputs", "seed");
    }

    @Test
    void load_misspelledKeyInOtherSection_isFound() {
        assertThat(problems(null, JobName.INSPECT, "training.learning-rate=0.1"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.remedy())
                        .isEqualTo("Did you mean training.schedule.learning-rate or training.outer.learning-rate?"));
    }

    @Test
    void load_training_requiresOutputDataAndWorkers() {
        assertThat(problems(null, JobName.TRAIN))
                .extracting(Problem::key)
                .containsExactly("output", "data.directory", "training.workers");
    }

    @Test
    void load_otherJobs_requireTheirOwn() {
        assertThat(problems(null, JobName.PREPARE_IMAGES))
                .extracting(Problem::key)
                .containsExactly("output", "prepare.inputs");
        assertThat(problems(null, JobName.EVALUATE))
                .extracting(Problem::key)
                .containsExactly("output", "data.directory", "evaluation.checkpoint");
        assertThat(problems(null, JobName.BASELINE))
                .extracting(Problem::key)
                .containsExactly("output", "data.directory");
    }

    @Test
    void load_missingAndMisspelled_areReportedTogether() {
        assertThat(problems(
                        null, JobName.TRAIN, "training.wokers=2", "output=x", "data.directory=y", "training.epochs=-1"))
                .extracting(Problem::key)
                .containsExactly("training.wokers", "training.epochs", "training.workers");
    }

    @Test
    void load_mistakesThatMakeDefaultsUnusable_stillReportsTheRest() throws IOException {
        Path file =
                file("a.conf", "prepare { image-size = 28, patch-size = 4 }\nmodel { variant = custom, depth = x }");
        assertThat(problems(file, JobName.TRAIN))
                .extracting(Problem::key)
                .containsExactly(
                        "model.depth",
                        "model.patch-size",
                        "model.width",
                        "model.heads",
                        "model.mlp-width",
                        "output",
                        "data.directory",
                        "training.workers");
    }

    @Test
    void ofJson_storedConfiguration_bindsToTheSame() {
        ResolvedConfig config = ConfigLoader.load(
                null,
                List.of(
                        "training.optimizer.type=sgd",
                        "training.outer.type=nesterov",
                        "model.width=64",
                        "model.heads=2"),
                JobName.INSPECT);
        assertThat(ConfigLoader.ofJson(config.toJson()).experiment()).isEqualTo(config.experiment());
    }

    @Test
    void load_prepareOfASizeThatTheDefaultModelCannotRead_isNoMistake() {
        ResolvedConfig resolved = ConfigLoader.load(
                null,
                List.of("prepare.inputs=[images]", "prepare.image-size=28", "prepare.patch-size=7", "output=out"),
                JobName.PREPARE_IMAGES);

        assertThat(resolved.experiment().prepare().imageSize()).isEqualTo(28);
    }

    @Test
    void load_trainOfASizeThatTheModelCannotRead_isAMistake() {
        List<String> pairs = List.of(
                "prepare.image-size=28",
                "prepare.patch-size=7",
                "data.directory=data",
                "output=out",
                "training.workers=2");

        assertThatThrownBy(() -> ConfigLoader.load(null, pairs, JobName.TRAIN))
                .hasMessageContaining("model.image-size");
    }
}
