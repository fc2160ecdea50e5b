package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.jobs.prepare.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands from the outside: exit codes, what they write, and what a user reads. */
class CommandLineIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> KRYO =
            List.of("--conf", "spark.serializer=org.apache.spark.serializer.KryoSerializer");

    @Test
    void help_isShown() {
        SparkformerCommand.of("--help").run().expect(0).says("prepare-images", "evaluate", "--master", "75");
        SparkformerCommand.of("train", "--help").run().expect(0).says("--output", "--max-minutes");
    }

    @Test
    void arguments_thatMakeNoSense_exitCode2() {
        SparkformerCommand.of().run().expect(2).says("Usage:");
        SparkformerCommand.of("fly").run().expect(2).says("fly").saysItPlainly();
        SparkformerCommand.of("train", "--speed", "9")
                .run()
                .expect(2)
                .says("--speed")
                .saysItPlainly();
    }

    @Test
    void prepare_again_doesNothingTwice() throws IOException {
        Path data = TinyProject.data();
        JsonNode first = summary(data);
        assertThat(first.get("job").asText()).isEqualTo("prepare-images");
        assertThat(first.get("status").asText()).isEqualTo("succeeded");
        assertThat(first.get("samples").asLong()).isEqualTo(96);

        TinyProject.command("prepare-images", "local[2]", data).run().expect(0);

        try (Stream<Path> files = Files.list(data)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("manifest-")))
                    .hasSize(1);
        }
    }

    @Test
    void train_summary_hasWhatIsPromised() throws IOException {
        TrainingOutput run = TinyProject.undisturbed(TinyProject.PLAIN);

        JsonNode summary = summary(run.directory());

        assertThat(summary.get("job").asText()).isEqualTo("train");
        assertThat(summary.get("status").asText()).isEqualTo("succeeded");
        assertThat(summary.get("seconds").asDouble()).isPositive();
        assertThat(summary.get("samples").asLong()).isEqualTo(3 * 64);
        assertThat(summary.get("rounds").asLong()).isEqualTo(11);
        assertThat(summary.get("parametersSha256").asText()).matches("[0-9a-f]{64}");
        assertThat(run.directory().resolve("report.html")).content().contains("<svg");
        assertThat(run.directory().resolve("configuration.json")).content().contains("\"mlp-width\" : 32");
    }

    /** Runs by the spark-submit of a SPARK_HOME, with the same arguments. */
    @Test
    void evaluate_bySparkHome_exactCounts() throws IOException {
        Path run = TinyProject.undisturbed(TinyProject.STATEFUL).directory();
        Path output = TinyProject.newPlace("evaluation");

        TinyProject.command("evaluate", "local[2]", output)
                .and("--checkpoint", run.toString())
                .with("SPARK_HOME", SparkformerCommand.embeddedSpark().toString())
                .run()
                .expect(0)
                .says("16 samples");

        JsonNode summary = summary(output);
        assertThat(summary.get("samples").asLong()).isEqualTo(16);
        assertThat(summary.get("top1").asDouble() * 16).isEqualTo((double) trace(summary.get("confusion")));
        assertThat(summary.get("top5").asDouble()).isEqualTo(1);
        assertThat(summary.get("loss").asDouble()).isPositive();
        assertThat(output.resolve("report.html")).exists();
    }

    /** In client mode the driver's natives go to a directory of the job's own, on the cluster to where it runs. */
    @ParameterizedTest
    @CsvSource({
        "'', false",
        "--deploy-mode client, false",
        "--deploy-mode=cluster, true",
        "--conf spark.submit.deployMode=cluster, true",
        "--conf spark.submit.deployMode=cluster --deploy-mode client, false"
    })
    void deployMode_asChosen_placesTheDriversNatives(String options, boolean onCluster) throws IOException {
        Ended ended = submitted(options);

        String natives = "spark.driver.defaultJavaOptions=\"-Dorg.bytedeco.javacpp.cachedir=";
        ended.says(natives + (onCluster ? "natives\"" : "/"));
    }

    /** A JVM that is told two collectors does not start. */
    @ParameterizedTest
    @CsvSource({"'', true", "--conf spark.executor.extraJavaOptions=-XX:+UseG1GC, false"})
    void collector_unlessTheUserNamesOne_isParallel(String options, boolean parallel) throws IOException {
        Ended ended = submitted(options);

        if (parallel) {
            ended.says("-XX:+UseParallelGC");
        } else {
            ended.doesNotSay("UseParallelGC");
        }
    }

    /** What the launcher gives to spark-submit, one argument a line. */
    private static Ended submitted(String options) throws IOException {
        Path sparkHome = TinyProject.newPlace("spark-home");
        Path submit = Files.createDirectories(sparkHome.resolve("bin")).resolve("spark-submit");
        Files.writeString(submit, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
        return SparkformerCommand.of(options.isEmpty() ? new String[0] : options.split(" "))
                .and("train", "--master", "yarn")
                .with("SPARK_HOME", sparkHome.toString())
                .with("JDK_JAVA_OPTIONS", "") // the tests' own, which name a collector
                .run()
                .expect(0);
    }

    private static long trace(JsonNode confusion) {
        assertThat(confusion).hasSize(TinyProject.CLASSES);
        long trace = 0;
        for (int i = 0; i < confusion.size(); i++) {
            trace += confusion.get(i).get(i).asLong();
        }
        return trace;
    }

    /** With the serializer that many clusters set, which cannot read records. */
    @Test
    void predict_everyImage_oneRowByItsSource() throws IOException {
        Path run = TinyProject.undisturbed(TinyProject.PLAIN).directory();
        Path output = TinyProject.newPlace("predictions");
        SparkformerCommand predict = TinyProject.command(KRYO, "predict", "local[2]", output)
                .and("--checkpoint", run.toString(), "--set", "evaluation.top-k=2");

        predict.run().expect(0).says("16 predictions");

        List<Row> rows = LocalSpark.session()
                .read()
                .parquet(output.resolve("predictions.parquet").toString())
                .collectAsList();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            expected.add("test/class-" + i % TinyProject.CLASSES + "/" + i + ".png");
        }
        assertThat(rows)
                .extracting(row -> row.<String>getAs("source").replaceFirst("^images/", ""))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.<String>getAs("source")).contains("/" + row.getAs("label") + "/");
            assertThat(row.<Object>getAs("prediction"))
                    .isEqualTo(row.getList(row.fieldIndex("classes")).get(0));
            assertThat(row.getList(row.fieldIndex("probabilities"))).hasSize(2);
        });
        assertThat(summary(output).get("samples").asLong()).isEqualTo(16);

        predict.run()
                .expect(1)
                .says("predictions.parquet is there already", "--output")
                .saysItPlainly();
    }

    /** The head, applied to an image's embedding, gives the logits that `predict` ranks. */
    @Test
    void embed_everyImage_isWhatTheHeadSees() throws IOException {
        TrainingOutput run = TinyProject.undisturbed(TinyProject.PLAIN);
        Path predictions = TinyProject.newPlace("predictions");
        Path embeddings = TinyProject.newPlace("embeddings");
        for (String command : List.of("predict", "embed")) {
            TinyProject.command(command, "local[2]", command.equals("embed") ? embeddings : predictions)
                    .and("--checkpoint", run.directory().toString())
                    .run()
                    .expect(0)
                    .says("16 ");
        }
        Map<String, String> predicted = new HashMap<>();
        for (Row row : rows(predictions.resolve("predictions.parquet"))) {
            predicted.put(row.getAs("source"), row.getAs("prediction"));
        }
        LinearHead head = LinearHead.of(run);

        List<Row> rows = rows(embeddings.resolve("embeddings.parquet"));
        assertThat(rows).hasSize(16).allSatisfy(row -> {
            List<Float> embedding = row.getList(row.fieldIndex("embedding"));
            assertThat("class-" + head.best(embedding)).isEqualTo(predicted.get(row.<String>getAs("source")));
            assertThat(row.<String>getList(row.fieldIndex("labels")))
                    .singleElement()
                    .satisfies(label -> assertThat(row.<String>getAs("source")).contains("/" + label + "/"));
        });
        assertThat(rows)
                .extracting(row -> row.getList(row.fieldIndex("embedding")))
                .doesNotHaveDuplicates();
    }

    private static List<Row> rows(Path table) {
        return LocalSpark.session().read().parquet(table.toString()).collectAsList();
    }

    @Test
    void inspect_experimentDataAndRun_showsThem() {
        TrainingOutput run = TinyProject.undisturbed(TinyProject.PLAIN);
        String parameters = run.summary("parameters").asText();

        inspect(TinyProject.experiment()).says("blocks.0.attn.qkv.weight", "total " + parameters);
        inspect(TinyProject.data().toString()).says("class-3", "train", "64", "shards/train-");
        inspect(run.directory().toString())
                .says(
                        "blocks.0.attn.qkv.weight",
                        run.summary("parametersSha256").asText(),
                        "21");
    }

    private static Ended inspect(String target) {
        return SparkformerCommand.of("inspect", target).run().expect(0);
    }

    @Test
    void baseline_fitsTheSamePixels() throws IOException {
        TinyProject.data();
        Path output = TinyProject.newPlace("baseline");

        TinyProject.command("baseline", "local[2]", output).run().expect(0);

        JsonNode summary = summary(output);
        assertThat(summary.get("job").asText()).isEqualTo("baseline");
        assertThat(summary.get("status").asText()).isEqualTo("succeeded");
        assertThat(summary.get("top1").asDouble()).isBetween(0.25, 1.0);
    }

    private static JsonNode summary(Path output) throws IOException {
        return JSON.readTree(output.resolve("summary.json").toFile());
    }
}
