package io.sparkformer.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class KeySuggestionTest {
    private static final List<String> KNOWN =
            List.of("training.batch-size", "evaluation.batch-size", "training.epochs", "seed");

    @Test
    void nearestKeys_otherSpellings_findTheKey() {
        for (String spelling : List.of("batchSize", "batch_size", "batch-sise", "bach-size", "BatchSize")) {
            assertThat(KeySuggestion.nearestKeys("training." + spelling, KNOWN))
                    .as(spelling)
                    .containsExactly("training.batch-size");
        }
    }

    @Test
    void nearestKeys_wrongSection_findsAllCandidates() {
        assertThat(KeySuggestion.nearestKeys("batch-size", KNOWN))
                .containsExactly("training.batch-size", "evaluation.batch-size");
    }

    @Test
    void nearestKeys_nothingNear_isEmpty() {
        assertThat(KeySuggestion.nearestKeys("training.colour", KNOWN)).isEmpty();
    }

    @Property(tries = 200)
    void distance_anyWords_isAMetric(
            @ForAll @AlphaChars @StringLength(max = 8) String a,
            @ForAll @AlphaChars @StringLength(max = 8) String b,
            @ForAll @AlphaChars @StringLength(max = 8) String c) {
        int ab = KeySuggestion.distance(a, b);
        assertThat(ab == 0).isEqualTo(a.equals(b));
        assertThat(KeySuggestion.distance(b, a)).isEqualTo(ab);
        assertThat(ab).isLessThanOrEqualTo(KeySuggestion.distance(a, c) + KeySuggestion.distance(c, b));
    }
}
