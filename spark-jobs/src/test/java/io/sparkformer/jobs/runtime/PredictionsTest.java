package io.sparkformer.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
        Predictions predictions = new Predictions(0, samples, classes);

        predictions.add(0, new int[samples], logits, new float[samples], classes);

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
        Predictions predictions = new Predictions(0, 1, 3);

        predictions.add(0, new int[1], new float[] {0, (float) Math.log(2), (float) Math.log(5)}, new float[1], 3);

        assertThat(predictions.ranked(0, 0)).isEqualTo(2);
        assertThat(predictions.probability(0, 0)).isCloseTo(5 / 8f, within(1e-6f));
        assertThat(predictions.probability(0, 1)).isCloseTo(2 / 8f, within(1e-6f));
        assertThat(predictions.probability(0, 2)).isCloseTo(1 / 8f, within(1e-6f));
    }

    @Test
    void add_hugeLogits_noOverflow() {
        Predictions predictions = new Predictions(0, 1, 2);

        predictions.add(0, new int[1], new float[] {1000, 998}, new float[1], 2);

        assertThat(predictions.probability(0, 0)).isCloseTo((float) (1 / (1 + Math.exp(-2))), within(1e-6f));
    }

    @Test
    void hit_countsPlaces_upToThoseKept() {
        Predictions predictions = new Predictions(10, 2, 2);
        predictions.add(10, new int[] {1}, new float[] {3, 2, 1}, new float[] {0.5f}, 3);
        predictions.add(11, new int[] {2}, new float[] {3, 2, 1}, new float[] {1.5f}, 3);

        assertThat(predictions.hit(0, 1)).isFalse();
        assertThat(predictions.hit(0, 2)).isTrue();
        assertThat(predictions.hit(1, 3)).as("class 2 is third, two are kept").isFalse();
        assertThat(predictions.label(1)).isEqualTo(2);
        assertThat(predictions.loss(1)).isEqualTo(1.5f);
        assertThat(predictions.first()).isEqualTo(10);
        assertThat(predictions.samples()).isEqualTo(2);
    }

    /** A padded last batch has more rows than samples. */
    @Test
    void add_paddedBatch_onlyItsSamplesAreTaken() {
        Predictions predictions = new Predictions(0, 1, 1);

        predictions.add(0, new int[] {0}, new float[] {1, 2, 9, 8}, new float[] {0.1f, 0.2f}, 2);

        assertThat(predictions.ranked(0, 0)).isEqualTo(1);
    }

    @Test
    void wire_predictions_surviveTheWay() {
        Predictions predictions = new Predictions(4, 1, 2);
        predictions.add(4, new int[] {1}, new float[] {1, 2}, new float[] {0.25f}, 2);

        Predictions received = Wire.fromBytes(Wire.toBytes(predictions), Predictions.class);

        assertThat(received).usingRecursiveComparison().isEqualTo(predictions);
    }
}
