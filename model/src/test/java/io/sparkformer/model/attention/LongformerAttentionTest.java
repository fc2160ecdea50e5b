package io.sparkformer.model.attention;

import static io.sparkformer.model.attention.AttentionExample.BATCH;
import static io.sparkformer.model.attention.AttentionExample.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.pattern.Patterns;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongformerAttentionTest {
    private static final int TOKENS = 7;
    private static final int WIDTH = 6;
    private static final int HEADS = 2;

    private static AttentionExample example(BlockAttention attention, int padding) {
        return new AttentionExample(attention, TOKENS, WIDTH, HEADS, false, padding);
    }

    /** The three projections, [D, D] and [D] each; random, by a name. */
    private static Map<String, double[]> projections(String name) {
        Map<String, double[]> projections = new HashMap<>();
        for (String part : new String[] {"query", "key", "value"}) {
            projections.put("blocks.0.attn." + part + "_global.weight", random(name + part, WIDTH * WIDTH));
            projections.put("blocks.0.attn." + part + "_global.bias", random(name + part + "bias", WIDTH));
        }
        return projections;
    }

    /** Tokens' queries, keys and values by projections, [B, T, 3 D]. */
    private static double[] projected(double[] x, Map<String, double[]> projections) {
        double[] qkv = new double[3 * x.length];
        for (int token = 0; token < BATCH * TOKENS; token++) {
            for (int column = 0; column < 3 * WIDTH; column++) {
                String part = new String[] {"query", "key", "value"}[column / WIDTH];
                double[] weight = Objects.requireNonNull(projections.get("blocks.0.attn." + part + "_global.weight"));
                double[] bias = Objects.requireNonNull(projections.get("blocks.0.attn." + part + "_global.bias"));
                double sum = bias[column % WIDTH];
                for (int i = 0; i < WIDTH; i++) {
                    sum += weight[column % WIDTH * WIDTH + i] * x[token * WIDTH + i];
                }
                qkv[token * 3 * WIDTH + column] = sum;
            }
        }
        return qkv;
    }

    private static double[] x() {
        return random("x", BATCH * TOKENS * WIDTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void heard_windowOfAllTokensAndCopiedProjections_isThatOfFullAttention(int padding) {
        AttentionExample example = example(new LongformerAttention(TOKENS - 1, 2, true), padding);
        Map<String, double[]> given = projections("global");
        double[] qkv = projected(x(), given);
        given.put("qkv", qkv);

        assertThat(example.heard(given)).containsExactly(example.naive(qkv, AttentionExample::softmax), within(1e-12));
    }

    /** All but one are global: they hear as in full attention, by the global projections. */
    @Test
    void heard_ofGlobalTokens_isThatOfFullAttentionByTheirProjections() {
        AttentionExample example = example(new LongformerAttention(0, TOKENS - 1, true), 0);
        Map<String, double[]> given = projections("global");
        double[] heard = example.heard(given);
        double[] full = example.naive(projected(x(), given), AttentionExample::softmax);
        double[] ofOthers = example.naive(example.qkv(), AttentionExample::softmax);
        for (int token = 0; token < BATCH * TOKENS; token++) {
            double[] expected = token % TOKENS < TOKENS - 1 ? full : ofOthers;
            assertThat(Arrays.copyOfRange(heard, token * WIDTH, (token + 1) * WIDTH))
                    .as("token %d", token)
                    .containsExactly(Arrays.copyOfRange(expected, token * WIDTH, (token + 1) * WIDTH), within(1e-12));
        }
    }

    /** Other tokens hear their window and the global tokens, all by the projections that all have. */
    @Test
    void heard_ofOtherTokens_isThatOfThePattern() {
        double[] separate = example(new LongformerAttention(1, 2, true), 2).heard(projections("a"));
        double[] pattern =
                example(new ExactAttention(Patterns.longformer(1, 2)), 2).heard(Map.of());
        for (int sample = 0; sample < BATCH; sample++) {
            int from = (sample * TOKENS + 2) * WIDTH;
            int to = (sample + 1) * TOKENS * WIDTH;
            assertThat(Arrays.copyOfRange(separate, from, to))
                    .containsExactly(Arrays.copyOfRange(pattern, from, to), within(1e-12));
        }
    }

    @Test
    void heard_withoutProjectionsOfTheirOwn_isThatOfThePattern() {
        assertThat(example(new LongformerAttention(1, 2, false), 2).heard(Map.of()))
                .isEqualTo(example(new ExactAttention(Patterns.longformer(1, 2)), 2)
                        .heard(Map.of()));
    }

    @Test
    void settings_impossible_saySo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LongformerAttention(4, 0, true))
                .withMessage("global = 0: must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LongformerAttention(-1, 0, false))
                .withMessage("radius = -1: must be at least 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LongformerAttention(4, 1, true).requireFit(8, true))
                .withMessageContainingAll("causal", "separate = false");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LongformerAttention(4, 8, true).requireFit(8, false))
                .withMessageContainingAll("global = 8", "8 tokens");
    }
}
