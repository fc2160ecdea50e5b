package io.sparkformer.model.attention;

import static io.sparkformer.model.attention.AttentionExample.BATCH;
import static io.sparkformer.model.attention.AttentionExample.dot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearAttentionTest {
    private static final int WIDTH = 6;
    private static final int HEADS = 2;
    private static final double EPSILON = 1e-6;

    private static AttentionExample example(int tokens, boolean causal, int padding) {
        return new AttentionExample(new LinearAttention(), tokens, WIDTH, HEADS, causal, padding);
    }

    private static double[] features(double[] x) {
        return Arrays.stream(x)
                .map(value -> value > 0 ? value + 1 : Math.exp(value))
                .toArray();
    }

    /** The definition, of pairs; epsilon is the only difference. */
    @ParameterizedTest
    @CsvSource({"8, false, 0", "8, false, 3", "8, true, 0", "64, true, 0", "65, true, 0", "200, true, 70"})
    void heard_anyLength_isThatOfTheWeightsWrittenOut(int tokens, boolean causal, int padding) {
        AttentionExample example = example(tokens, causal, padding);
        double[] expected = example.naive(example.qkv(), (query, key) -> dot(features(query), features(key)));

        assertThat(example.heard(Map.of())).containsExactly(expected, within(1e-5));
    }

    /** A network whose state are two sums (Katharopoulos et al. 2020, equations 18 to 20). */
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 130})
    void heard_inACausalModel_isThatOfTheRecurrence(int tokens) {
        AttentionExample example = example(tokens, true, 0);
        double[] qkv = example.qkv();
        double[] expected = new double[BATCH * tokens * WIDTH];
        for (int sample = 0; sample < BATCH; sample++) {
            for (int head = 0; head < HEADS; head++) {
                recur(qkv, expected, sample * tokens, tokens, head * WIDTH / HEADS);
            }
        }

        assertThat(example.heard(Map.of())).containsExactly(expected, within(1e-10));
    }

    private static void recur(double[] qkv, double[] heard, int first, int tokens, int column) {
        int width = WIDTH / HEADS;
        double[][] state = new double[width][width];
        double[] norm = new double[width];
        for (int token = first; token < first + tokens; token++) {
            int row = token * 3 * WIDTH + column;
            double[] query = features(Arrays.copyOfRange(qkv, row, row + width));
            double[] key = features(Arrays.copyOfRange(qkv, row + WIDTH, row + WIDTH + width));
            for (int i = 0; i < width; i++) {
                norm[i] += key[i];
                for (int j = 0; j < width; j++) {
                    state[i][j] += key[i] * qkv[row + 2 * WIDTH + j];
                }
            }
            for (int j = 0; j < width; j++) {
                double sum = 0;
                for (int i = 0; i < width; i++) {
                    sum += query[i] * state[i][j];
                }
                heard[token * WIDTH + column + j] = sum / (dot(query, norm) + EPSILON);
            }
        }
    }

    /** Of more than two chunks, the last of which is short. */
    @Test
    void gradient_acrossChunks_isThatOfDifferences() {
        new AttentionExample(new LinearAttention(), 150, 2, 1, true, 20).checkGradients();
    }
}
