package io.sparkformer.jobs.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.config.TokenizerConfig;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.report.Summary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainTokenizerJobTest {
    @TempDir
    private static Path directory;

    private static List<String> lines;

    @BeforeAll
    static void writeText() throws IOException {
        Random random = new Random(1);
        String[] syllables = {"ba", "ko", "trí", "шу", "Lé", "ni", "so", "ru", "me", "ta", "世"};
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            StringBuilder word = new StringBuilder();
            for (int j = random.nextInt(4); j >= 0; j--) {
                word.append(syllables[random.nextInt(syllables.length)]);
            }
            words.add(word.toString());
        }
        lines = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            StringBuilder line = new StringBuilder();
            for (int j = 0; j < 12; j++) {
                double place = random.nextDouble();
                line.append(words.get((int) (words.size() * place * place))).append(j < 11 ? " " : ".");
            }
            lines.add(line.toString());
        }
        Files.write(directory.resolve("text.txt"), lines);
    }

    private static Summary run(Path input, String output, String... settings) throws IOException {
        LocalSpark.session();
        try (JobContext context = context(input, output, settings)) {
            new TrainTokenizerJob().run(context);
            return context.summary();
        }
    }

    private static JobContext context(Path input, String output, String... settings) {
        List<String> pairs = new ArrayList<>(List.of(
                "output=" + directory.resolve(output),
                "tokenizer.inputs=\"" + input + '"',
                "tokenizer.vocabulary-size=400",
                "tokenizer.seed-size=5000"));
        pairs.addAll(List.of(settings));
        return new JobContext(
                JobName.TRAIN_TOKENIZER,
                ConfigLoader.load(null, pairs, JobName.TRAIN_TOKENIZER),
                null,
                new StopSignal());
    }

    private static double number(Summary summary, String field) {
        return ((Number) Objects.requireNonNull(summary.get(field), field)).doubleValue();
    }

    private static byte[] tokenizer(String output) throws IOException {
        return Files.readAllBytes(directory.resolve(output).resolve("tokenizer.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wordpiece", "bpe", "byte-level-bpe", "unigram"})
    void run_divisionOfTheText_doesNotChangeABit(String type) throws IOException {
        Path whole = directory.resolve("text.txt");
        Summary first = run(whole, type + "-1", "tokenizer.type=" + type);
        for (int parts : new int[] {2, 7}) {
            Path divided = directory.resolve("parts-" + parts);
            Files.createDirectories(divided);
            for (int part = 0; part < parts; part++) {
                Files.write(
                        divided.resolve(part + ".txt"),
                        lines.subList(part * lines.size() / parts, (part + 1) * lines.size() / parts));
            }
            Summary summary = run(divided, type + "-" + parts, "tokenizer.type=" + type);
            assertThat(tokenizer(type + "-" + parts)).isEqualTo(tokenizer(type + "-1"));
            assertThat(summary.get("tokenizerSha256")).isEqualTo(first.get("tokenizerSha256"));
        }
        assertThat(first.get("samples")).isEqualTo(600L);
        assertThat(first.get("vocabularySize")).isEqualTo(400);
        assertThat(first.get("invalidUtf8Texts")).isEqualTo(0L);
        assertThat(number(first, "tokensPerWord")).isBetween(1.0, 4.0);
        assertThat(number(first, "unknownShare")).isZero();
        assertThat(directory.resolve(type + "-1/tokenizer_config.json")).exists();
    }

    @Test
    void run_gzipJsonlAndParquet_giveTheTokenizerOfTheLines() throws IOException {
        run(directory.resolve("text.txt"), "lines");
        Path zipped = directory.resolve("zipped/text.gz");
        Files.createDirectories(zipped.getParent());
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            stream.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        run(zipped, "gzip");
        assertThat(tokenizer("gzip")).isEqualTo(tokenizer("lines"));

        Path json = directory.resolve("text.jsonl");
        Files.write(
                json,
                lines.stream()
                        .map(line -> "{\"id\": 1, \"page\": {\"body\": \"" + line + "\"}}")
                        .toList());
        run(json, "jsonl", "tokenizer.format=jsonl", "tokenizer.field=page.body");
        assertThat(tokenizer("jsonl")).isEqualTo(tokenizer("lines"));

        Path table = directory.resolve("text.parquet");
        Dataset<Row> rows = LocalSpark.session()
                .read()
                .text(directory.resolve("text.txt").toString())
                .withColumnRenamed("value", "text");
        rows.write().mode(SaveMode.Overwrite).parquet(table.toString());
        run(table, "parquet", "tokenizer.format=parquet");
        assertThat(tokenizer("parquet")).isEqualTo(tokenizer("lines"));
    }

    @Test
    void counted_smallCapacity_sameCounts() {
        TokenizerConfig config;
        try (JobContext context = context(directory.resolve("text.txt"), "none")) {
            config = context.experiment().tokenizer();
        }
        Dataset<Row> rows = TextRows.of(LocalSpark.session(), config);
        assertThat(counts(rows, config, 3)).isEqualTo(counts(rows, config, CountedText.CAPACITY));
    }

    private static List<String> counts(Dataset<Row> rows, TokenizerConfig config, int capacity) {
        JavaPairRDD<String, long[]> pairs = rows.javaRDD()
                .mapPartitionsToPair(new CountWords(config.spec(), capacity))
                .reduceByKey(CountWords::sum, 3);
        return pairs.map(pair -> pair._1() + "=" + Arrays.toString(pair._2())).collect().stream()
                .sorted()
                .toList();
    }

    @Test
    void run_invalidUtf8AndMissingMembers_areCounted() throws IOException {
        Path file = directory.resolve("invalid.txt");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((String.join("\n", lines) + "\nreally \uFFFD replaced\n").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(new byte[] {'b', 'a', (byte) 0xC3, ' ', 'k', 'o', '\n'});
        Files.write(file, bytes.toByteArray());
        Summary summary = run(file, "invalid");
        assertThat(summary.get("invalidUtf8Texts")).isEqualTo(1L);
        assertThat(summary.get("samples")).isEqualTo(602L);

        Path json = directory.resolve("partly.jsonl");
        List<String> objects = new ArrayList<>(
                lines.stream().map(line -> "{\"text\": \"" + line + "\"}").toList());
        objects.add("{\"body\": \"other\"}");
        objects.add("no json");
        Files.write(json, objects);
        Summary partly = run(json, "partly", "tokenizer.format=jsonl");
        assertThat(partly.get("rowsWithoutText")).isEqualTo(2L);
        assertThat(partly.get("samples")).isEqualTo(600L);
    }

    @Test
    void run_fewerWordsThanThereAre_keepsTheMostFrequent() throws IOException {
        Summary summary =
                run(directory.resolve("text.txt"), "few", "tokenizer.max-words=100", "tokenizer.vocabulary-size=150");
        assertThat(number(summary, "keptWords")).isBetween(60.0, 100.0);
        assertThat(number(summary, "leastFrequency")).isGreaterThan(1);
    }

    @Test
    void run_badInput_isRefusedWithKeyAndRemedy() throws IOException {
        Path text = directory.resolve("text.txt");
        refused(directory.resolve("absent.txt"), "tokenizer.inputs = [" + directory.resolve("absent.txt") + "]");
        Path empty = directory.resolve("empty.txt");
        Files.writeString(empty, "");
        refused(empty, "are empty");
        Files.writeString(empty, "\n \n");
        refused(empty, "The text has no words");
        refused(text, "vocabulary-size = 29000 is too large: the text gives only", "tokenizer.vocabulary-size=29000");
        refused(text, "vocabulary-size = 10 is too small", "tokenizer.vocabulary-size=10");
        refused(text, "tokenizer.field = body: none of the 600 rows", "tokenizer.format=jsonl", "tokenizer.field=body");
        refused(text, "tokenizer.min-word-frequency = 100000", "tokenizer.min-word-frequency=100000");
        refused(text, "cannot be read as parquet", "tokenizer.format=parquet");

        Path table = directory.resolve("numbers.parquet");
        LocalSpark.session().range(5).write().mode(SaveMode.Overwrite).parquet(table.toString());
        refused(table, "cannot be read as parquet", "tokenizer.format=parquet");
        refused(
                table,
                "tokenizer.field = id is a column of bigint, not of text",
                "tokenizer.format=parquet",
                "tokenizer.field=id");
    }

    private static void refused(Path input, String message, String... settings) {
        assertThatThrownBy(() -> run(input, "refused", settings))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
        assertThat(directory.resolve("refused/tokenizer.json")).doesNotExist();
    }
}
