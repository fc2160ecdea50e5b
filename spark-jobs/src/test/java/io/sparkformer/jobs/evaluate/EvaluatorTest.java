package io.sparkformer.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.report.AveragePrecisionTable;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.Inference;
import io.sparkformer.jobs.runtime.Models;
import io.sparkformer.jobs.runtime.Predictions;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.TinyData;
import io.sparkformer.jobs.runtime.TinyExperiment;
import io.sparkformer.model.graph.GraphSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluatorTest {
    private static final int SAMPLES = 57;
    private static final int CLASSES = 7;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    static Path directory;

    @SuppressWarnings("NullAway.Init") // below
    private static RunSpec run;

    @SuppressWarnings("NullAway.Init") // below
    private static float[] parameters;

    @BeforeAll
    static void writeData() throws IOException {
        PreparedData data =
                new TinyData(3, CLASSES).write(directory.resolve("data"), Map.of("test", SAMPLES, "empty", 0));
        ResolvedConfig configuration = TinyExperiment.on(data);
        run = new RunSpec(
                "evaluator",
                configuration.toJson(),
                directory.resolve("data").toString(),
                1,
                DataTraits.ofImages(CLASSES),
                1);
        parameters = Models.graph(configuration.experiment().model(), CLASSES, GraphSettings.inference(1))
                .initialParameters(5);
        // The head begins at zero, which predicts the same for all: any other numbers will do.
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += (float) Math.sin(i) / 4;
        }
    }

    /** Distributed in stretches, against one sample after the other in this thread. */
    @Test
    void predict_distributed_sameAsOneSampleAfterTheOther() throws Exception {
        List<Predictions> parts = evaluator(3).predict(trial(), CLASSES);

        assertThat(parts).hasSizeGreaterThan(2);
        long next = 0;
        try (Inference single = Inference.of(run, "test", 1, new Configuration())) {
            single.setParameters(parameters);
            for (Predictions part : parts) {
                assertThat(part.first()).isEqualTo(next);
                for (int i = 0; i < part.samples(); i++, next++) {
                    Predictions alone = single.predict(next, next + 1, CLASSES);
                    assertThat(part.label(i)).isEqualTo(alone.label(0)).isEqualTo((int) (next % CLASSES));
                    assertThat(part.loss(i)).isEqualTo(alone.loss(0));
                    for (int place = 0; place < CLASSES; place++) {
                        assertThat(part.ranked(i, place)).isEqualTo(alone.ranked(0, place));
                        assertThat(part.probability(i, place)).isEqualTo(alone.probability(0, place));
                    }
                }
            }
        }
        assertThat(next).isEqualTo(SAMPLES);
    }

    /** evaluation.batch-size is an operational key: it must not change a bit. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16, 64})
    void evaluate_anyBatchSize_sameNumbers(int batchSize) {
        assertThat(evaluator(batchSize).evaluate(trial()))
                .isEqualTo(evaluator(7).evaluate(trial()));
    }

    @Test
    void evaluate_counts_areExact() {
        int first = 0;
        int five = 0;
        double loss = 0;
        for (Predictions part : evaluator(8).predict(trial(), CLASSES)) {
            for (int i = 0; i < part.samples(); i++) {
                int rank = rank(part, i);
                first += rank == 0 ? 1 : 0;
                five += rank < 5 ? 1 : 0;
                loss -= Math.log(part.probability(i, rank));
            }
        }

        Evaluation evaluation = evaluator(8).evaluate(trial());

        assertThat(evaluation.samples()).isEqualTo(SAMPLES);
        assertThat(evaluation.top1()).isEqualTo((double) first / SAMPLES);
        assertThat(evaluation.top5())
                .isEqualTo((double) five / SAMPLES)
                .isLessThan(1)
                .isGreaterThan(0);
        assertThat(evaluation.loss()).isCloseTo(loss / SAMPLES, org.assertj.core.data.Offset.offset(1e-5));
    }

    /** The cluster's average precisions, against those of a single thread. */
    @ParameterizedTest
    @ValueSource(ints = {3, 64})
    void evaluateMultiLabel_sigmoid_sameAsInOneThread(int batchSize) throws Exception {
        ResolvedConfig sigmoid = TinyExperiment.on(
                PreparedData.open(new Configuration(), directory.resolve("data").toString()), "training.loss=sigmoid");
        RunSpec multiLabel = new RunSpec(
                "sigmoid", sigmoid.toJson(), directory.resolve("data").toString(), 1, DataTraits.ofImages(CLASSES), 1);
        List<String> names = new TinyData(3, CLASSES).classNames();
        MultiLabelEvaluation evaluation = new Evaluator(
                        JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext()), multiLabel, batchSize)
                .evaluateMultiLabel(trial(), names);

        try (Inference single = Inference.of(multiLabel, "test", 8, new Configuration())) {
            single.setParameters(parameters);
            Predictions all = single.predict(0, SAMPLES, 5, true);
            double loss = 0;
            for (int label = 0; label < CLASSES; label++) {
                int[] packed = new int[SAMPLES];
                long positives = 0;
                for (int i = 0; i < SAMPLES; i++) {
                    boolean applies = i % CLASSES == label;
                    packed[i] = AveragePrecision.packed(all.score(i, label), applies);
                    positives += applies ? 1 : 0;
                    loss -= Math.log(applies ? all.score(i, label) : 1 - all.score(i, label));
                }
                assertThat(evaluation.perClass().get(label))
                        .isEqualTo(new AveragePrecisionTable.Row(
                                names.get(label), positives, AveragePrecision.of(packed)));
            }
            assertThat(evaluation.overall()).isEqualTo(Evaluation.of(List.of(all)));
            assertThat(evaluation.overall().loss())
                    .isCloseTo(loss / SAMPLES, org.assertj.core.data.Offset.offset(1e-5));
        }
    }

    @Test
    void evaluate_emptySplit_saysSo() {
        assertThatThrownBy(() -> evaluator(8).evaluate(new Trial(() -> parameters, "empty", 0)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("Split empty has no samples");
    }

    @Test
    void rows_everySample_onceWithItsSource() {
        List<String> names = new TinyData(3, CLASSES).classNames();

        List<Row> rows =
                evaluator(4).rows(trial(), new PredictionRows(names, 2)).collect();

        List<String> expected = new ArrayList<>();
        for (int sample = 0; sample < SAMPLES; sample++) {
            expected.add("test/" + sample + ".png");
        }
        assertThat(rows).extracting(row -> row.getString(0)).containsExactlyElementsOf(expected);
        assertThat(rows).extracting(row -> row.getString(3)).containsSequence("class-0", "class-1", "class-2");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.<Object>getAs(4)).isEqualTo(new String[] {row.getString(1), ((String[]) row.get(4))[1]});
            assertThat(((Float[]) row.get(5))[0])
                    .isEqualTo(row.getFloat(2))
                    .isGreaterThanOrEqualTo(((Float[]) row.get(5))[1]);
        });
    }

    /** The place of the true class; sums up the ranking by itself. */
    private static int rank(Predictions part, int index) {
        int place = 0;
        while (part.ranked(index, place) != part.label(index)) {
            place++;
        }
        return place;
    }

    private static Trial trial() {
        return new Trial(() -> parameters, "test", SAMPLES);
    }

    private static Evaluator evaluator(int batchSize) {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
        return new Evaluator(spark, run, batchSize);
    }
}
