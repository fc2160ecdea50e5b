package io.sparkformer.model.attention;

import static io.sparkformer.model.attention.AttentionExample.dot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerformerTest {
    private static final int WIDTH = 8;
    private static final int HEADS = 2;

    private static AttentionExample example(int features, int tokens, boolean causal, int padding) {
        return new AttentionExample(new Performer(features, 3), tokens, WIDTH, HEADS, causal, padding);
    }

    /** phi(x) = exp(W x - |x|^2 / 2) / sqrt(m), of x divided by the fourth root of the width. */
    private static double[] features(double[] x, int count) {
        int width = x.length;
        double[] draws = OrthogonalDraws.of(count, width, 3);
        double[] scaled =
                Arrays.stream(x).map(value -> value / Math.pow(width, 0.25)).toArray();
        double[] features = new double[count];
        for (int row = 0; row < count; row++) {
            double[] draw = Arrays.copyOfRange(draws, row * width, (row + 1) * width);
            features[row] = Math.exp(dot(draw, scaled) - dot(scaled, scaled) / 2) / Math.sqrt(count);
        }
        return features;
    }

    @ParameterizedTest
    @CsvSource({"8, false, 0", "8, false, 3", "8, true, 0", "100, true, 0", "100, true, 30"})
    void heard_anyLength_isThatOfTheFeaturesWrittenOut(int tokens, boolean causal, int padding) {
        AttentionExample example = example(10, tokens, causal, padding);
        double[] expected = example.naive(example.qkv(), (query, key) -> dot(features(query, 10), features(key, 10)));

        assertThat(example.heard(Map.of())).containsExactly(expected, within(1e-6));
    }

    /** The error falls with the root of the number of features, of which there are 256 times as many. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void heard_manyFeatures_isAlmostThatOfSoftmax(boolean causal) {
        double few = error(example(64, 8, causal, 0));
        double many = error(example(16_384, 8, causal, 0));

        assertThat(many).isLessThan(0.01).isLessThan(few / 4);
    }

    private static double error(AttentionExample example) {
        double[] qkv = example.qkv();
        Arrays.setAll(qkv, i -> qkv[i] / 2); // the variance is exponential in the norms of queries and keys
        double[] expected = example.naive(qkv, AttentionExample::softmax);
        double[] heard = example.heard(Map.of("qkv", qkv));
        double squares = 0;
        for (int i = 0; i < heard.length; i++) {
            squares += Math.pow(heard[i] - expected[i], 2);
        }
        return Math.sqrt(squares / heard.length);
    }

    /** exp(40^2) is more than any double. */
    @Test
    void heard_ofLongQueriesAndKeys_isFinite() {
        AttentionExample example = example(10, 8, false, 3);
        double[] qkv = example.qkv();
        for (int i = 0; i < qkv.length; i++) {
            qkv[i] *= i / WIDTH % 3 == 2 ? 1 : 100;
        }
        double largest = Arrays.stream(example.qkv()).map(Math::abs).max().orElseThrow();

        for (double value : example.heard(Map.of("qkv", qkv))) {
            assertThat(value).isBetween(-largest, largest);
        }
    }

    @Test
    void draws_ofABlock_areOrthogonalAndAsLongAsNormalOnes() {
        int width = 16;
        int count = 4000;
        double[] draws = OrthogonalDraws.of(count, width, 5);
        double squares = 0;
        for (int row = 0; row < count; row++) {
            double[] draw = Arrays.copyOfRange(draws, row * width, (row + 1) * width);
            squares += dot(draw, draw);
            for (int other = row / width * width; other < row; other++) {
                double[] known = Arrays.copyOfRange(draws, other * width, (other + 1) * width);
                assertThat(dot(draw, known)).isCloseTo(0, within(1e-10));
            }
        }

        assertThat(squares / count).isCloseTo(width, within(0.5));
        assertThat(OrthogonalDraws.of(count, width, 5)).isEqualTo(draws);
        assertThat(OrthogonalDraws.of(count, width, 6)).isNotEqualTo(draws);
    }

    @Test
    void features_none_saysSo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Performer(0, 1))
                .withMessage("features = 0: must be at least 1");
    }
}
