package io.sparkformer.data.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.TestFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Against shares that Python counted over the words themselves, see {@code make_cleaning_golden.py}. */
class RepetitionTest {
    private static final double NEVER = 1e9;
    private static final double NEAR = 1e-9;
    private static final List<Filter> FILTERS =
            List.copyOf(EnumSet.range(Filter.DUPLICATE_LINES, Filter.DUPLICATE_TEN_GRAMS));

    /** Rules of which one can be exceeded. */
    private static RepetitionRules only(Filter filter, double most) {
        List<Double> values = new ArrayList<>(Collections.nCopies(FILTERS.size(), NEVER));
        values.set(FILTERS.indexOf(filter), most);
        return new RepetitionRules(
                values.get(0),
                values.get(1),
                values.get(2),
                values.get(3),
                values.subList(4, 7),
                values.subList(7, 13));
    }

    @Test
    void exceeded_thresholdsAroundEachShare_sharesAreThoseCountedOverWords() throws IOException {
        Set<Filter> seen = EnumSet.noneOf(Filter.class);
        TextWords words = new TextWords();
        for (JsonNode golden : new ObjectMapper().readTree(TestFiles.read("/golden/cleaning/repetition.json"))) {
            words.read(golden.get("text").asText());
            assertThat(words.characters()).isEqualTo(golden.get("characters").asLong());
            assertThat(words.words()).isEqualTo(golden.get("words").asLong());
            for (Filter filter : FILTERS) {
                double share = golden.get("shares").get(filter.name()).asDouble();
                assertThat(new Repetition(only(filter, share + NEAR)).exceeded(words))
                        .as("%s above %s of %s", filter, share, golden.get("text"))
                        .isNull();
                if (share > 0) {
                    seen.add(filter);
                    assertThat(new Repetition(only(filter, share - NEAR)).exceeded(words))
                            .as("%s below %s of %s", filter, share, golden.get("text"))
                            .isEqualTo(filter);
                }
            }
        }
        assertThat(seen).containsAll(FILTERS);
    }

    @Test
    void exceeded_severalRulesBroken_firstOfTheTableIsNamed() {
        TextWords words = new TextWords();
        words.read("all the same\nall the same\nall the same\n");
        assertThat(new Repetition(RepetitionRules.GOPHER).exceeded(words)).isEqualTo(Filter.DUPLICATE_LINES);
        words.read("to be or not to be");
        assertThat(new Repetition(RepetitionRules.GOPHER).exceeded(words)).isEqualTo(Filter.TOP_BIGRAM);
        words.read("a rolling stone gathers no moss");
        assertThat(new Repetition(RepetitionRules.GOPHER).exceeded(words)).isNull();
    }

    @Test
    void exceeded_textAfterText_nothingIsLeftOfTheOneBefore() {
        Map<String, Boolean> texts = Map.of("x y\n".repeat(5000), true, "one two three four", false, "", false);
        TextWords words = new TextWords();
        Repetition repetition = new Repetition(RepetitionRules.GOPHER);
        for (int round = 0; round < 3; round++) {
            texts.forEach((text, repeats) -> {
                words.read(text);
                assertThat(repetition.exceeded(words) != null).isEqualTo(repeats);
            });
        }
    }

    @Test
    void exceeded_moreWordsThanAreLookedAt_theFirstDecide() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < TextWords.MOST_WORDS; i++) {
            text.append(i).append(' ');
        }
        text.append("again and ".repeat(1000));
        TextWords words = new TextWords();
        words.read(text.toString());
        assertThat(words.words()).isEqualTo(TextWords.MOST_WORDS + 2000L);
        assertThat(words.kept()).isEqualTo(TextWords.MOST_WORDS);
        assertThat(new Repetition(only(Filter.TOP_BIGRAM, 0)).exceeded(words)).isNull();
    }
}
