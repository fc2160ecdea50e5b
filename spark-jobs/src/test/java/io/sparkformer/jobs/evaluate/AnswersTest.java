package io.sparkformer.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TextRecord.Span;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.evaluate.EntityTags.Entity;
import io.sparkformer.jobs.evaluate.EntityTagsTest.NaiveEntities;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.report.EntityTable;
import io.sparkformer.jobs.report.Summary;
import io.sparkformer.model.graph.ParameterSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.stat.Statistics;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jobs on trained models of every task on texts: what evaluate says is what one finds by hand in predict's table. */
class AnswersTest {
    private static final int TEXTS = 150;
    private static final List<String> PLACES = List.of("paris", "rome", "berlin");
    private static final List<String> WORDS = List.of("a", "the", "fox", "is", "in", "so");

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    static Path directory;

    @SuppressWarnings("NullAway.Init") // below
    private static TextProject numbers;

    @SuppressWarnings("NullAway.Init") // below
    private static Path numbersRun;

    @BeforeAll
    static void trainOnNumbers() throws Exception {
        numbers = TextProject.prepare(directory.resolve("numbers"), numbered(), "target=number")
                .with("task.type=regression", "model.text-pooling=mean", "training.epochs=6");
        numbersRun = numbers.train("run");
    }

    @Test
    void tagging_entities_areThoseOfTheTable() throws Exception {
        TextProject project = TextProject.prepare(directory.resolve("tags"), tagged(), "target=tags")
                .with("task.type=tagging", "training.epochs=3");
        Path run = project.train("run");

        Summary summary = project.evaluate(run);
        List<Row> table = project.predict(run);

        long right = 0;
        long words = 0;
        Map<String, long[]> counts = new HashMap<>();
        for (Row row : table) {
            List<String> guesses = row.getList(2);
            List<String> labels = row.getList(4);
            assertThat(row.getList(1)).hasSameSizeAs(guesses).hasSameSizeAs(row.getList(3));
            assertThat(row.<String>getList(1))
                    .allMatch(word -> WORDS.contains(word) || PLACES.contains(word) || word.equals("new"));
            for (int word = 0; word < labels.size(); word++, words++) {
                right += labels.get(word).equals(guesses.get(word)) ? 1 : 0;
            }
            count(counts, NaiveEntities.of(labels), NaiveEntities.of(guesses));
        }
        assertThat(summary.get("samples")).isEqualTo(words);
        assertThat(summary.get("top1")).isEqualTo((double) right / words);
        assertThat(number(summary, "top1")).isGreaterThan(0.8);
        EntityTable.Row place = row("PLACE", counts);
        assertThat(summary.get("perEntity")).isEqualTo(List.of(place));
        assertThat(place.right()).isPositive();
        assertThat(summary.get("entityF1")).isEqualTo(place.f1());
        assertThat(summary.get("entityPrecision")).isEqualTo(place.precision());
        assertThat(summary.get("entityRecall")).isEqualTo(place.recall());
    }

    /** Nobody knows which tag comes first, but every next one is the other: by themselves, words are worth log 2 at best. */
    @Test
    void tagging_chainsOfTags_areJudgedTogether() throws Exception {
        TextProject project = TextProject.prepare(directory.resolve("chains"), alternating(), "target=tags")
                .with("task.type=tagging", "task.crf=true", "training.epochs=8")
                .with("training.schedule.learning-rate=5.0e-2");
        Path run = project.train("run");

        Summary summary = project.evaluate(run);
        List<Row> table = project.predict(run);

        assertThat(table).hasSizeGreaterThan(20);
        long right = 0;
        long words = 0;
        for (Row row : table) {
            List<String> guesses = row.getList(2);
            List<String> labels = row.getList(4);
            for (int word = 0; word < guesses.size(); word++, words++) {
                right += labels.get(word).equals(guesses.get(word)) ? 1 : 0;
                assertThat(word > 0 && guesses.get(word).equals(guesses.get(word - 1)))
                        .as("%s repeats a tag", guesses)
                        .isFalse();
            }
            assertThat(row.<Float>getList(3))
                    .allSatisfy(chance -> assertThat(chance).isBetween(0f, 1f));
        }
        assertThat(summary.get("samples")).isEqualTo(words);
        assertThat(summary.get("top1")).isEqualTo((double) right / words);
        assertThat(number(summary, "loss")).isLessThan(0.8 * Math.log(2));
    }

    private static double number(Summary summary, String field) {
        return (double) Objects.requireNonNull(summary.get(field), field);
    }

    private static void count(Map<String, long[]> counts, List<Entity> truth, List<Entity> guesses) {
        truth.forEach(entity -> counts.computeIfAbsent(entity.type(), type -> new long[3])[0]++);
        guesses.forEach(entity -> counts.computeIfAbsent(entity.type(), type -> new long[3])[1]++);
        guesses.stream()
                .filter(truth::contains)
                .forEach(entity -> counts.computeIfAbsent(entity.type(), type -> new long[3])[2]++);
    }

    private static EntityTable.Row row(String type, Map<String, long[]> counts) {
        assertThat(counts).containsOnlyKeys(type);
        long[] count = counts.getOrDefault(type, new long[3]);
        double precision = (double) count[2] / count[1];
        double recall = (double) count[2] / count[0];
        double f1 = 2.0 * count[2] / (count[0] + count[1]);
        return new EntityTable.Row(type, count[0], count[1], count[2], precision, recall, f1);
    }

    @Test
    void span_measures_areThoseOfTheTable() throws Exception {
        TextProject project = TextProject.prepare(
                        directory.resolve("spans"),
                        answered(),
                        "target=span",
                        "fields.text=question",
                        "fields.second-text=context")
                .with("task.type=span", "training.epochs=2");
        Path run = project.train("run");

        Summary summary = project.evaluate(run);
        List<Row> table = project.predict(run);

        double exact = 0;
        double f1 = 0;
        long answered = 0;
        List<TextRecord> records = records(project);
        for (int i = 0; i < table.size(); i++) {
            Row row = table.get(i);
            TextRecord record = records.get(i);
            Span guess = row.isNullAt(2) ? Span.NONE : new Span(row.getInt(2), row.getInt(3));
            exact += Objects.equals(row.get(1), row.get(5)) ? 1 : 0;
            f1 += f1(tokens(record, record.span()), tokens(record, guess));
            answered += row.isNullAt(5) ? 0 : 1;
            assertThat(row.getFloat(4)).isBetween(0f, 1f);
        }
        assertThat(table).hasSizeGreaterThan(20);
        assertThat(summary.get("samples")).isEqualTo((long) table.size());
        assertThat(summary.get("exactMatch")).isEqualTo(exact / table.size());
        assertThat(number(summary, "exactMatch")).isGreaterThan(0.5).isLessThan(number(summary, "f1"));
        assertThat(number(summary, "f1")).isCloseTo(f1 / table.size(), within(1e-12));
        SpanCounts.Means means = (SpanCounts.Means) Objects.requireNonNull(summary.get("answered"));
        assertThat(new String(summary.toJson(), StandardCharsets.UTF_8))
                .contains("\"answered\" : {", "\"unanswered\" : {");
        assertThat(means.texts()).isEqualTo(answered).isLessThan(table.size());
        assertThat(number(summary, "loss")).isCloseTo(tuneLoss(project, run), within(1e-9));
    }

    /** What the run measured between its rounds, which asks two questions about each text. */
    private static double tuneLoss(TextProject project, Path run) throws Exception {
        TrainedModel model = project.load(run);
        Evaluator evaluator = new Evaluator(spark(), model.run(), 8);
        return evaluator.evaluate(evaluator.trial(model)).loss();
    }

    private static double f1(List<Integer> truth, List<Integer> guess) {
        if (truth.isEmpty() && guess.isEmpty()) {
            return 1;
        }
        List<Integer> left = new ArrayList<>(truth);
        double common = guess.stream().filter(left::remove).count();
        double precision = guess.isEmpty() ? 0 : common / guess.size();
        double recall = truth.isEmpty() ? 0 : common / truth.size();
        return common == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    private static List<Integer> tokens(TextRecord record, Span span) {
        return span.equals(Span.NONE)
                ? List.of()
                : Arrays.stream(record.ids(), span.first(), span.last() + 1)
                        .boxed()
                        .toList();
    }

    private static List<TextRecord> records(TextProject project) throws IOException {
        List<TextRecord> records = new ArrayList<>();
        PreparedData data = PreparedData.open(
                new Configuration(), project.directory().resolve("data").toString());
        try (SplitReader<TextRecord> reader = data.texts("test")) {
            for (long sample = 0; sample < reader.samples(); sample++) {
                records.add(reader.read(sample));
            }
        }
        return records;
    }

    @Test
    void regression_measures_areThoseOfTheTable() throws Exception {
        Summary summary = numbers.evaluate(numbersRun);
        List<Row> table = numbers.predict(numbersRun);

        List<Double> guesses =
                table.stream().map(row -> (double) row.getFloat(1)).toList();
        List<Double> labels =
                table.stream().map(row -> (double) row.getFloat(2)).toList();
        double squares = 0;
        for (int i = 0; i < table.size(); i++) {
            squares += Math.pow(guesses.get(i) - labels.get(i), 2);
        }
        assertThat(summary.get("samples")).isEqualTo((long) table.size());
        assertThat(number(summary, "meanSquaredError"))
                .isCloseTo(squares / table.size(), within(1e-9))
                .isCloseTo(number(summary, "loss"), within(1e-5));
        assertThat(number(summary, "pearson"))
                .isCloseTo(correlation(guesses, labels, "pearson"), within(1e-9))
                .isGreaterThan(0.8);
        assertThat(number(summary, "spearman")).isCloseTo(correlation(guesses, labels, "spearman"), within(1e-9));
        assertThat(summary.get("top1")).as("a number is no class").isNull();
    }

    private static double correlation(List<Double> one, List<Double> other, String method) {
        return Statistics.corr(
                spark().parallelizeDoubles(one).srdd(),
                spark().parallelizeDoubles(other).srdd(),
                method);
    }

    /** evaluation.batch-size is an operational key: it must not change a bit. */
    @Test
    void evaluate_otherBatchSize_sameNumbers() throws Exception {
        TrainedModel model = numbers.load(numbersRun);
        Measurement[] measured = new Measurement[2];
        for (int i = 0; i < 2; i++) {
            Evaluator evaluator = new Evaluator(spark(), model.run(), 3 + 10 * i);
            measured[i] = Answers.of(model).measure(evaluator, evaluator.trial(model));
        }

        assertThat(measured[0]).isEqualTo(measured[1]);
    }

    /** The head is a linear map of the vector that it reads. */
    @Test
    void embed_modelWithAHead_whatTheHeadReads() throws Exception {
        List<Row> vectors = numbers.embed(numbersRun, "embedded");
        List<Row> table = numbers.predict(numbersRun);

        TrainedModel model = numbers.load(numbersRun);
        ParameterSpec weight = model.run().layout().parameter("head.weight");
        ParameterSpec bias = model.run().layout().parameter("head.bias");
        assertThat(vectors).hasSameSizeAs(table);
        for (int i = 0; i < vectors.size(); i++) {
            List<Float> vector = vectors.get(i).getList(2);
            double number = model.parameters()[bias.offset()];
            for (int k = 0; k < vector.size(); k++) {
                number += (double) vector.get(k) * model.parameters()[weight.offset() + k];
            }
            assertThat(vectors.get(i).getString(0)).isEqualTo(table.get(i).getString(0));
            assertThat((double) table.get(i).getFloat(1)).isCloseTo(number, within(1e-5));
        }
    }

    @Test
    void embed_maskedLanguageModel_vectorsOfWholeTexts() throws Exception {
        TextProject project = numbers.with("task.type=masked-language", "training.epochs=1");
        Path run = project.train("masked");

        List<Row> mean = project.embed(run, "mean");
        List<Row> first = project.with("evaluation.text-pooling=first").embed(run, "first");

        assertThat(mean)
                .hasSameSizeAs(first)
                .allSatisfy(row -> assertThat(row.<Float>getList(2)).hasSize(24).allMatch(Float::isFinite));
        assertThat(mean.get(0).getList(2)).isNotEqualTo(first.get(0).getList(2));
        assertThatThrownBy(() -> project.with("evaluation.text-pooling=pooler").embed(run, "pooler"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("task.type = masked-language has no pooler");
        assertThatThrownBy(() -> project.with("evaluation.text-pooling=seed").embed(run, "seed"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("task.type = masked-language has no seed");
        assertThatThrownBy(() -> project.predict(run))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("task.type = masked-language");
    }

    /** Words, of which "new" and a place belong together. */
    private static List<String> tagged() {
        Random random = new Random(3);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            List<String> words = new ArrayList<>();
            List<String> tags = new ArrayList<>();
            for (int part = 0; part < 2 + random.nextInt(3); part++) {
                words.add(any(WORDS, random));
                tags.add("O");
                boolean two = random.nextBoolean();
                if (two) {
                    words.add("new");
                    tags.add("B-PLACE");
                }
                words.add(any(PLACES, random));
                tags.add(two ? "I-PLACE" : "B-PLACE");
            }
            lines.add("{\"tokens\": [\"%s\"], \"tags\": [\"%s\"]}"
                    .formatted(String.join("\", \"", words), String.join("\", \"", tags)));
        }
        return lines;
    }

    /** The same word again and again, of which every other has the same tag. */
    private static List<String> alternating() {
        Random random = new Random(6);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            int first = random.nextInt(2);
            int length = 3 + random.nextInt(4);
            List<String> tags = IntStream.range(first, first + length)
                    .mapToObj(word -> word % 2 == 0 ? "EVEN" : "ODD")
                    .toList();
            String words = String.join("\", \"", Collections.nCopies(length, "fox"));
            lines.add("{\"tokens\": [\"%s\"], \"tags\": [\"%s\"]}".formatted(words, String.join("\", \"", tags)));
        }
        return lines;
    }

    /** Texts with a place in most of them, which is asked for; now and then the word behind it belongs to the answer. */
    private static List<String> answered() {
        Random random = new Random(4);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            String before = any(WORDS, random) + " " + any(WORDS, random) + " ";
            String place = any(PLACES, random);
            String behind = any(WORDS, random);
            String whole = random.nextInt(4) == 0 ? place + " " + behind : place;
            String answer = random.nextInt(4) == 0
                    ? "\"context\": \"%sso\"".formatted(before)
                    : "\"context\": \"%s%s %s\", \"answer\": \"%s\", \"answer_start\": %d"
                            .formatted(before, place, behind, whole, before.length());
            lines.add("{\"question\": \"in\", " + answer + "}");
        }
        return lines;
    }

    /** As many foxes as the number says, in steps that give ties. */
    private static List<String> numbered() {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            int foxes = random.nextInt(5);
            List<String> words = new ArrayList<>();
            for (int word = 0; word < 8; word++) {
                words.add(word < foxes ? "fox" : any(List.of("is", "so", "in"), random));
            }
            lines.add("{\"text\": \"%s\", \"label\": %s}".formatted(String.join(" ", words), foxes / 2.0));
        }
        return lines;
    }

    private static String any(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }

    private static JavaSparkContext spark() {
        return JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
    }
}
