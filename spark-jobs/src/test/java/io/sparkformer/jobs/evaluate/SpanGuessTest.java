package io.sparkformer.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TextRecord.Span;
import io.sparkformer.data.shard.TokenFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SpanGuessTest {
    private static final byte SPECIAL = TokenFlags.SPECIAL;
    private static final int LENGTH = 9;

    /** [CLS] question [SEP] four tokens [SEP], and a place of padding. */
    private static final TextRecord PAIR = new TextRecord(
            new int[] {2, 7, 3, 10, 11, 12, 10, 3},
            new byte[] {SPECIAL, 0, SPECIAL, 1, 1, 1, 1, SPECIAL | 1},
            new Span(3, 4));

    @Property(tries = 300)
    void of_anyLogits_sameAsTryingAll(@ForAll long seed) {
        float[] logits = new float[2 * LENGTH];
        Random random = new Random(seed);
        for (int i = 0; i < logits.length; i++) {
            // Few different values, so that there are ties.
            logits[i] = random.nextInt(5) - 1.5f;
        }
        List<Span> candidates = new ArrayList<>(List.of(Span.NONE));
        for (int last = 3; last <= 6; last++) {
            for (int first = 3; first <= last; first++) {
                candidates.add(new Span(first, last));
            }
        }
        Span best = Span.NONE;
        for (Span candidate : candidates) {
            best = sum(logits, candidate) > sum(logits, best) ? candidate : best;
        }

        assertThat(SpanGuess.of(PAIR, logits).span()).isEqualTo(best);
    }

    /** Without special tokens all is text, and some part of it answers. */
    @Test
    void of_textWithoutSpecialTokens_anyPartOfIt() {
        TextRecord text = new TextRecord(new int[] {7, 8, 9}, new byte[3], new Span(0, 0));

        SpanGuess guess = SpanGuess.of(text, new float[] {3, 1, 2, 9, 0, 1, 0.5f, 9});

        assertThat(guess.span()).isEqualTo(new Span(0, 1));
        assertThat(SpanCounts.isNone(text, Span.NONE)).isFalse();
    }

    @Test
    void of_logits_probabilityIsTheProduct() {
        float three = (float) Math.log(3);
        TextRecord text = new TextRecord(new int[] {7, 8}, new byte[2], new Span(0, 0));

        assertThat(SpanGuess.of(text, new float[] {three, 0, 0, three}).probability())
                .isCloseTo(9 / 16f, within(1e-6f));
    }

    /** The tokens 10 11 are the truth; those of another place with the same ids are as good. */
    @Test
    void counts_guesses_asInSquad() {
        TextRecord twice = new TextRecord(PAIR.ids(), PAIR.flags(), new Span(6, 6));

        assertThat(means(PAIR, new Span(3, 4))).isEqualTo(new SpanCounts.Means(1, 1, 1));
        assertThat(means(twice, new Span(3, 3))).isEqualTo(new SpanCounts.Means(1, 1, 1));
        assertThat(means(PAIR, new Span(4, 5))).isEqualTo(new SpanCounts.Means(1, 0, 0.5));
        assertThat(means(PAIR, new Span(3, 6))).isEqualTo(new SpanCounts.Means(1, 0, 4 / 6.0));
        assertThat(means(PAIR, Span.NONE)).isEqualTo(new SpanCounts.Means(1, 0, 0));
    }

    @Test
    void counts_textWithoutAnswer_rightIfNoneIsGiven() {
        TextRecord none = new TextRecord(PAIR.ids(), PAIR.flags(), Span.NONE);

        SpanCounts counts = SpanCounts.of(none, Span.NONE, 0.5f).plus(SpanCounts.of(none, new Span(3, 3), 1.5f));

        assertThat(counts.unanswered().means()).isEqualTo(new SpanCounts.Means(2, 0.5, 0.5));
        assertThat(counts.answered().means()).isEqualTo(new SpanCounts.Means(0, 0, 0));
        assertThat(counts.losses().mean(2)).isEqualTo(1);
    }

    private static SpanCounts.Means means(TextRecord text, Span guess) {
        return SpanCounts.of(text, guess, 0).answered().means();
    }

    private static double sum(float[] logits, Span span) {
        return (double) logits[span.first()] + logits[LENGTH + span.last()];
    }
}
