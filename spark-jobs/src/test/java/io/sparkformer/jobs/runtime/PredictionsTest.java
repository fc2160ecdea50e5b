package io.sparkformer.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.language.LanguageVariant;
import io.sparkformer.model.language.TextShape;
import io.sparkformer.model.language.TokenClassification;
import io.sparkformer.model.layer.Objective;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredictionsTest {
    @Test
    void add_anyLogits_rankedLikeSorting() {
        int classes = 7;
        int samples = 20;
        float[] logits = new float[samples * classes];
        Random random = new Random(3);
        for (int i = 0; i < logits.length; i++) {
            // Few different values, so that there are ties.
            logits[i] = random.nextInt(4);
        }
        Predictions.Collector collected = TestPredictions.collector(0, classes, classes);

        collected.add(0, Asked.ofSamples(new int[samples][1]), RowScores.of(logits), new float[samples]);
        Predictions predictions = collected.toPredictions();

        for (int sample = 0; sample < samples; sample++) {
            int row = sample * classes;
            List<Integer> sorted = IntStream.range(0, classes)
                    .boxed()
                    .sorted(Comparator.comparing((Integer label) -> -logits[row + label])
                            .thenComparing(label -> label))
                    .toList();
            for (int place = 0; place < classes; place++) {
                assertThat(predictions.ranked(sample, place)).isEqualTo(sorted.get(place));
            }
        }
    }

    @Test
    void add_logits_probabilitiesAreSoftmax() {
        Predictions.Collector collected = TestPredictions.collector(0, 3, 3);

        collected.add(
                0,
                Asked.ofSamples(new int[1][1]),
                RowScores.of(new float[] {0, (float) Math.log(2), (float) Math.log(5)}),
                new float[1]);
        Predictions predictions = collected.toPredictions();

        assertThat(predictions.ranked(0, 0)).isEqualTo(2);
        assertThat(predictions.probability(0, 0)).isCloseTo(5 / 8f, within(1e-6f));
        assertThat(predictions.probability(0, 1)).isCloseTo(2 / 8f, within(1e-6f));
        assertThat(predictions.probability(0, 2)).isCloseTo(1 / 8f, within(1e-6f));
    }

    @Test
    void add_hugeLogits_noOverflow() {
        Predictions.Collector collected = TestPredictions.collector(0, 2, 2);

        collected.add(0, Asked.ofSamples(new int[1][1]), RowScores.of(new float[] {1000, 998}), new float[1]);
        Predictions predictions = collected.toPredictions();

        assertThat(predictions.probability(0, 0)).isCloseTo((float) (1 / (1 + Math.exp(-2))), within(1e-6f));
    }

    @Test
    void hit_countsPlaces_upToThoseKept() {
        Predictions.Collector collected = TestPredictions.collector(10, 3, 2);
        collected.add(10, Asked.ofSamples(new int[][] {{1}}), RowScores.of(new float[] {3, 2, 1}), new float[] {0.5f});
        collected.add(11, Asked.ofSamples(new int[][] {{2}}), RowScores.of(new float[] {3, 2, 1}), new float[] {1.5f});
        Predictions predictions = collected.toPredictions();

        assertThat(predictions.hit(0, 1)).isFalse();
        assertThat(predictions.hit(0, 2)).isTrue();
        assertThat(predictions.hit(1, 3)).as("class 2 is third, two are kept").isFalse();
        assertThat(predictions.label(1)).isEqualTo(2);
        assertThat(predictions.loss(1)).isEqualTo(1.5f);
        assertThat(predictions.first()).isEqualTo(10);
        assertThat(predictions.sample(1)).isEqualTo(11);
        assertThat(predictions.samples()).isEqualTo(2);
    }

    @Test
    void add_sigmoid_eachClassHasAProbabilityOfItsOwn() {
        Predictions.Kind kind = new Predictions.Kind(3, 1, Objective.SIGMOID, true);
        Predictions.Collector collected = new Predictions.Collector(0, kind);

        float[] logits = {0, (float) Math.log(3), -200, 200, 1, 2};
        collected.add(0, Asked.ofSamples(new int[][] {{0, 1}, {}}), RowScores.of(logits), new float[2]);
        Predictions predictions = collected.toPredictions();

        assertThat(predictions.ranked(0, 0)).isEqualTo(1);
        assertThat(predictions.probability(0, 0)).isCloseTo(0.75f, within(1e-6f));
        assertThat(predictions.score(0, 0)).isEqualTo(0.5f);
        assertThat(predictions.score(0, 2)).isBetween(0f, 1e-30f);
        assertThat(predictions.score(1, 0)).isEqualTo(1);
        assertThat(predictions.hit(0, 1)).isTrue();
        assertThat(predictions.applies(0, 0)).isTrue();
        assertThat(predictions.applies(0, 2)).isFalse();
        assertThat(predictions.labels(0)).containsExactly(0, 1);
        assertThat(predictions.hit(1, 1)).as("no class applies").isFalse();
        assertThat(predictions.label(1)).isEqualTo(-1);
    }

    /** A padded last batch has more rows than samples. */
    @Test
    void add_paddedBatch_onlyItsSamplesAreTaken() {
        Predictions.Collector collected = TestPredictions.collector(0, 2, 1);

        collected.add(
                0, Asked.ofSamples(new int[][] {{0}}), RowScores.of(new float[] {1, 2, 9, 8}), new float[] {0.1f, 0.2f
                });
        Predictions predictions = collected.toPredictions();

        assertThat(predictions.ranked(0, 0)).isEqualTo(1);
    }

    /** The second text's best path is not what its words would say one by one; the third row of each has no label. */
    @Test
    void judge_chains_bestPathFirstThenByProbability() {
        TokenClassification task =
                new TokenClassification(new LanguageModel(LanguageVariant.of("bert-tiny")), TextShape.of(3), 2, true);
        ParameterLayout layout = task.graph(GraphSettings.inference(1)).layout();
        float[] parameters = new float[layout.length()];
        int transitions = layout.parameter(TokenClassification.TRANSITIONS).offset();
        parameters[transitions] = 3; // from 0 to 0
        float[] emissions = {0, 9, 0, 9, 7, 7, 0, 1, 1, 0, 7, 7};
        Asked asked = new Asked(new int[] {0, 1, 3, 4}, new int[] {0, 0, 1, 1}, new int[][] {{1}, {1}, {0}, {1}});

        RowScores scores =
                ChainAnswers.of(task, layout, parameters).orElseThrow().judge(asked, emissions);
        Predictions.Collector collected = TestPredictions.collector(0, 2, 2);
        collected.add(0, asked, scores, new float[2]);
        Predictions predictions = collected.toPredictions();

        assertThat(IntStream.range(0, 4).map(i -> predictions.ranked(i, 0))).containsExactly(1, 1, 0, 0);
        double all = Math.exp(3 + 1) + Math.exp(0) + Math.exp(1 + 1) + Math.exp(1);
        assertThat(predictions.probability(2, 0)).isCloseTo((float) ((Math.exp(4) + 1) / all), within(1e-6f));
        assertThat(predictions.probability(3, 1)).isCloseTo((float) ((1 + Math.E) / all), within(1e-6f));
        assertThat(ChainAnswers.of(new TokenClassification(task.model(), task.shape(), 2), layout, parameters))
                .isEmpty();
    }

    @Test
    void wire_predictions_surviveTheWay() {
        Predictions.Collector collected = TestPredictions.collector(4, 2, 2);
        collected.add(4, Asked.ofSamples(new int[][] {{1}}), RowScores.of(new float[] {1, 2}), new float[] {0.25f});
        Predictions predictions = collected.toPredictions();

        Predictions received = Wire.fromBytes(Wire.toBytes(predictions), Predictions.class);

        assertThat(received).usingRecursiveComparison().isEqualTo(predictions);
    }
}
