package io.sparkformer.model.attention;

import static io.sparkformer.model.attention.AttentionExample.BATCH;
import static io.sparkformer.model.attention.AttentionExample.identity;
import static io.sparkformer.model.attention.AttentionExample.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.attention.Linformer.Sharing;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinformerTest {
    private static final int TOKENS = 5;
    private static final int WIDTH = 6;
    private static final int HEADS = 2;

    private static AttentionExample example(int rank, Sharing sharing) {
        return new AttentionExample(new Linformer(rank, sharing), TOKENS, WIDTH, HEADS, false, 0);
    }

    @ParameterizedTest
    @EnumSource(Sharing.class)
    void heard_asManyMixturesAsTokens_isThatOfFullAttention(Sharing sharing) {
        AttentionExample example = example(TOKENS, sharing);
        Map<String, double[]> projections = new HashMap<>();
        example.graph().layout().parameters().stream()
                .filter(parameter -> parameter.name().contains("compress"))
                .forEach(parameter -> projections.put(parameter.name(), identities(parameter.length())));

        assertThat(projections).hasSize(sharing == Sharing.NONE || sharing == Sharing.HEADWISE ? 2 : 1);
        assertThat(example.heard(projections))
                .containsExactly(example.naive(example.qkv(), AttentionExample::softmax), within(1e-12));
    }

    /** For one head after the other. */
    private static double[] identities(int length) {
        double[] identity = identity(TOKENS);
        double[] identities = new double[length];
        Arrays.setAll(identities, i -> identity[i % identity.length]);
        return identities;
    }

    /** Each head mixes by its own: with nothing in F the second hears nothing. */
    @Test
    void heard_ofHeadsThatShareNothing_isByTheirOwnProjections() {
        double[] values = random("F", HEADS * 3 * TOKENS);
        Arrays.fill(values, 3 * TOKENS, values.length, 0);
        double[] heard = example(3, Sharing.NONE).heard(Map.of("blocks.0.attn.compress_v.weight", values));
        for (int i = 0; i < heard.length; i++) {
            assertThat(heard[i] == 0).isEqualTo(i % WIDTH >= WIDTH / HEADS);
        }
    }

    /** F takes sums of neighbours: values that alternate in their sign are not heard. */
    @Test
    void heard_ofValuesInTheNullSpace_isTheSame() {
        double[] sums = new double[2 * TOKENS];
        sums[0] = 1;
        sums[1] = 1;
        sums[TOKENS + 2] = 2;
        sums[TOKENS + 3] = 2;
        AttentionExample example = example(2, Sharing.HEADWISE);
        double[] qkv = example.qkv();
        double[] other = qkv.clone();
        for (int token = 0; token < BATCH * TOKENS; token++) {
            int place = token % TOKENS;
            for (int i = 0; i < WIDTH; i++) {
                other[(token * 3 + 2) * WIDTH + i] += place == 4 ? 7 : (place % 2 == 0 ? 5 : -5) * (i + 1);
            }
        }
        Map<String, double[]> given = Map.of("blocks.0.attn.compress_v.weight", sums, "qkv", qkv);
        Map<String, double[]> changed = Map.of("blocks.0.attn.compress_v.weight", sums, "qkv", other);

        assertThat(example.heard(changed)).containsExactly(example.heard(given), within(1e-12));
    }

    @Test
    void requireFit_whatCannotBe_saysSo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Linformer(0, Sharing.NONE))
                .withMessage("rank = 0: must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Linformer(9, Sharing.NONE).requireFit(8, false))
                .withMessage("rank = 9: must be at most the 8 tokens of a row");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Linformer(2, Sharing.NONE).requireFit(8, true))
                .withMessageContainingAll("Linformer[rank=2, sharing=NONE]", "causal", "choose another");
    }
}
