package io.sparkformer.model.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.pattern.Full;
import io.sparkformer.model.score.ScoreFunction;
import io.sparkformer.model.score.ScoreNormalization;
import io.sparkformer.model.score.ScoredAttention;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionByScoreTest {
    private static final int TOKENS = 9;
    private static final int WIDTH = 6;
    private static final int HEADS = 2;

    private static double[] heard(BlockAttention attention, boolean causal, int padding) {
        return new AttentionExample(attention, TOKENS, WIDTH, HEADS, causal, padding).heard(Map.of());
    }

    private static BlockAttention scaledProducts(ScoreNormalization normalization) {
        return new AttentionByScore(new ScoredAttention(new ScoreFunction.ScaledDot(), normalization));
    }

    /** Also where all of a row is padding, which hears nobody. */
    @ParameterizedTest
    @CsvSource({"false, 0", "false, 4", "false, 9", "true, 0", "true, 4", "true, 9"})
    void heard_byScaledProducts_isThatOfFullAttention(boolean causal, int padding) {
        double[] expected = heard(new ExactAttention(new Full()), causal, padding);

        assertThat(heard(scaledProducts(new ScoreNormalization.SoftMaximum()), causal, padding))
                .containsExactly(expected, within(1e-5));
        assertThat(heard(scaledProducts(new ScoreNormalization.MixtureOfSoftmaxes(1)), causal, padding))
                .containsExactly(expected, within(1e-5));
    }

    /** A causal model's first token hears itself alone; of a row that is padding nobody hears anybody. */
    @ParameterizedTest
    @CsvSource({"0", "9"})
    void heard_ofTheBestKeyAlone_isItsValueOrSilence(int padding) {
        double[] best = heard(scaledProducts(new ScoreNormalization.HardMaximum()), true, padding);
        double[] soft = heard(scaledProducts(new ScoreNormalization.SoftMaximum()), true, padding);
        int last = (AttentionExample.BATCH - 1) * TOKENS * WIDTH;

        for (int channel = 0; channel < WIDTH; channel++) {
            assertThat(best[last + channel]).isCloseTo(soft[last + channel], within(1e-6));
            assertThat(best[last + channel] == 0).isEqualTo(padding == TOKENS);
        }
    }
}
