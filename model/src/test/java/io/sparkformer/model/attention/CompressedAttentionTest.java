package io.sparkformer.model.attention;

import static io.sparkformer.model.attention.AttentionExample.BATCH;
import static io.sparkformer.model.attention.AttentionExample.identity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.attention.CompressedAttention.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressedAttentionTest {
    private static final int TOKENS = 7;
    private static final int WIDTH = 6;
    private static final int HEADS = 2;

    private static AttentionExample example(
            int kernel, int stride, Kind kind, int tokens, boolean causal, int padding) {
        return new AttentionExample(
                new CompressedAttention(kernel, stride, kind), tokens, WIDTH, HEADS, causal, padding);
    }

    private static Map<String, double[]> identities() {
        Map<String, double[]> given = new HashMap<>();
        for (String part : new String[] {"compress_k", "compress_v"}) {
            given.put("blocks.0.attn." + part + ".weight", identity(WIDTH));
            given.put("blocks.0.attn." + part + ".bias", new double[WIDTH]);
        }
        return given;
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 0", "false, 2", "true, 2"})
    void heard_byWindowsOfOneToken_isThatOfFullAttention(boolean causal, int padding) {
        for (Kind kind : Kind.values()) {
            AttentionExample example = example(1, 1, kind, TOKENS, causal, padding);
            double[] expected = example.naive(example.qkv(), AttentionExample::softmax);

            assertThat(example.heard(kind == Kind.MEAN ? Map.of() : identities()))
                    .containsExactly(expected, within(1e-12));
        }
    }

    /** Every token as the mean of its window of 2: those of full attention to averaged keys and values, of which each stands there twice. */
    @Test
    void heard_ofMeans_isThatOfFullAttentionToMeans() {
        AttentionExample example = example(2, 2, Kind.MEAN, 8, false, 0);
        double[] qkv = example.qkv();
        double[] averaged = qkv.clone();
        int row = 3 * WIDTH;
        for (int token = 0; token < BATCH * 8; token++) {
            int pair = token / 2 * 2;
            for (int i = WIDTH; i < row; i++) {
                averaged[token * row + i] = (qkv[pair * row + i] + qkv[(pair + 1) * row + i]) / 2;
            }
        }

        assertThat(example.heard(Map.of()))
                .containsExactly(example.naive(averaged, AttentionExample::softmax), within(1e-12));
    }

    /** A convolution whose weights are a third each is the mean, where windows are full. */
    @Test
    void heard_ofAConvolutionOfEqualWeights_isThatOfMeans() {
        double[] thirds = new double[WIDTH * WIDTH * 3];
        for (int i = 0; i < WIDTH; i++) {
            Arrays.fill(thirds, (i * WIDTH + i) * 3, (i * WIDTH + i + 1) * 3, 1.0 / 3);
        }
        Map<String, double[]> given = identities();
        given.put("blocks.0.attn.compress_k.weight", thirds);
        given.put("blocks.0.attn.compress_v.weight", thirds);

        assertThat(example(3, 2, Kind.CONVOLUTION, TOKENS, false, 0).heard(given))
                .containsExactly(example(3, 2, Kind.MEAN, TOKENS, false, 0).heard(Map.of()), within(1e-12));
    }

    /** 5 tokens of 8 are there: the last window of 3 is not heard, the one before it is the mean of two tokens. */
    @Test
    void heard_ofAShorterText_isThatOfTheTextWithoutPadding() {
        double[] padded = example(3, 3, Kind.MEAN, 8, false, 3).heard(Map.of());
        AttentionExample shorter = example(3, 3, Kind.MEAN, 5, false, 0);
        double[] qkv = shorter.qkv();
        int row = 3 * WIDTH;
        double[] all = example(3, 3, Kind.MEAN, 8, false, 3).qkv();
        System.arraycopy(all, 8 * row, qkv, 5 * row, 5 * row);
        double[] heard = shorter.heard(Map.of("qkv", qkv));

        assertThat(Arrays.copyOfRange(padded, 8 * WIDTH, 13 * WIDTH))
                .containsExactly(Arrays.copyOfRange(heard, 5 * WIDTH, 10 * WIDTH), within(1e-12));
    }

    @Test
    void heard_inACausalModelBeforeTheFirstWindowEnds_isSilence() {
        double[] heard = example(3, 2, Kind.CONVOLUTION, TOKENS, true, 0).heard(Map.of());
        for (int i = 0; i < heard.length; i++) {
            assertThat(heard[i] == 0).isEqualTo(i / WIDTH % TOKENS < 2);
        }
    }

    @Test
    void settings_impossible_saySo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CompressedAttention(2, 3, Kind.MEAN))
                .withMessageContainingAll("kernel = 2", "stride of 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CompressedAttention(2, 0, Kind.MEAN))
                .withMessage("stride = 0: must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CompressedAttention(9, 3, Kind.MEAN).requireFit(8, false))
                .withMessage("kernel = 9: must be at most the 8 tokens of a row");
    }
}
