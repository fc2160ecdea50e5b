package io.sparkformer.data.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.cleaning.CleaningRules.LengthRules;
import io.sparkformer.data.text.TextDocument;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentCleanerTest {
    private static CleaningRules rules(LengthRules length, double minLetters, @Nullable RepetitionRules repetition) {
        return new CleaningRules(
                ControlCharacters.REMOVE,
                UnicodeForm.NFKC,
                WhiteSpace.LINES,
                length,
                minLetters,
                repetition,
                LanguageRules.NONE,
                false);
    }

    private static Filter filter(CleaningRules rules, TextDocument document) {
        return ((Cleaned.Removed) new DocumentCleaner(rules).clean(document)).filter();
    }

    @Test
    void clean_noRules_documentIsTheSame() {
        TextDocument document = new TextDocument(" a\u0000 \u0301", "b", List.of(), new TextDocument.Value(1));
        assertThat(new DocumentCleaner(CleaningRules.NONE).clean(document))
                .isEqualTo(new Cleaned.Kept(document, 7, ""));
    }

    @Test
    void clean_pairsAndWords_allTheirTextsAreCleaned() {
        DocumentCleaner cleaner = new DocumentCleaner(rules(LengthRules.ANY, 0, null));
        assertThat(cleaner.clean(
                        new TextDocument(" \ufb01ne ", "so\u0007  so", List.of(), new TextDocument.Unlabelled())))
                .isEqualTo(new Cleaned.Kept(
                        new TextDocument("fine", "so so", List.of(), new TextDocument.Unlabelled()), 10, ""));
        assertThat(cleaner.clean(
                        new TextDocument("", null, List.of(" x", "\u200b", "y"), new TextDocument.Unlabelled())))
                .isEqualTo(new Cleaned.Kept(
                        new TextDocument("", null, List.of("x", "y"), new TextDocument.Unlabelled()), 3, ""));
    }

    @Test
    void clean_lengths_bothBoundsBelongToTheRange() {
        CleaningRules rules = rules(new LengthRules(3, 10, 2, 3), 0, null);
        assertThat(filter(rules, TextDocument.of("ab"))).isEqualTo(Filter.TOO_FEW_CHARACTERS);
        assertThat(filter(rules, TextDocument.of("abc"))).isEqualTo(Filter.TOO_FEW_WORDS);
        assertThat(filter(rules, TextDocument.of("a b c d"))).isEqualTo(Filter.TOO_MANY_WORDS);
        assertThat(filter(rules, TextDocument.of("abc def ghij"))).isEqualTo(Filter.TOO_MANY_CHARACTERS);
        assertThat(filter(rules, TextDocument.of(" \u200b "))).isEqualTo(Filter.EMPTY);
        for (String kept : List.of("a b", "ab cd efgh", "a \ud83d\ude00")) {
            assertThat(new DocumentCleaner(rules).clean(TextDocument.of(kept))).isInstanceOf(Cleaned.Kept.class);
        }
    }

    @Test
    void clean_shareOfLetters_marksAreLettersAndWhiteSpaceCountsNot() {
        CleaningRules rules = rules(LengthRules.ANY, 0.5, null);
        assertThat(filter(rules, TextDocument.of("a 1 2"))).isEqualTo(Filter.FEW_LETTERS);
        for (String kept : List.of("a 1", "\u0939\u093f\u0928\u094d\u0926\u0940 1234", "\ud835\udd38 1")) {
            CleaningRules unchanged = new CleaningRules(
                    ControlCharacters.KEEP,
                    UnicodeForm.NONE,
                    WhiteSpace.KEEP,
                    LengthRules.ANY,
                    0.5,
                    null,
                    LanguageRules.NONE,
                    false);
            assertThat(new DocumentCleaner(unchanged).clean(TextDocument.of(kept)))
                    .as(kept)
                    .isInstanceOf(Cleaned.Kept.class);
        }
    }

    @Test
    void clean_repetition_secondTextOfAPairCounts() {
        CleaningRules rules = rules(LengthRules.ANY, 0, RepetitionRules.GOPHER);
        TextDocument pair = new TextDocument("the same", "the same", List.of(), new TextDocument.Unlabelled());
        assertThat(filter(rules, pair)).isEqualTo(Filter.DUPLICATE_LINES);
        assertThat(filter(rules, TextDocument.of("to be or not to be"))).isEqualTo(Filter.TOP_BIGRAM);
    }

    @Test
    void excerpt_anyText_isShortAndSafe() {
        assertThat(Excerpt.of("a\n\tb\u0000\u001b[31m\u202e\ud800")).isEqualTo("a  b\ufffd\ufffd[31m\ufffd\ufffd");
        String cut = Excerpt.of("\u732b".repeat(500));
        assertThat(cut).endsWith("\u2026").startsWith("\u732b\u732b");
        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(198, Excerpt.MOST_BYTES + 3);
    }

    @Test
    void fingerprint_anyDifference_isAnother() {
        List<String> names = List.of("a", "b");
        Set<Fingerprint> fingerprints = Stream.of(
                        TextDocument.of("a b"),
                        TextDocument.of("a"),
                        new TextDocument("a", "b", List.of(), new TextDocument.Unlabelled()),
                        new TextDocument("ab", "", List.of(), new TextDocument.Unlabelled()),
                        new TextDocument("", "ab", List.of(), new TextDocument.Unlabelled()),
                        new TextDocument("", null, names, new TextDocument.Unlabelled()),
                        new TextDocument("", null, List.of("ab"), new TextDocument.Unlabelled()),
                        new TextDocument("a", null, List.of(), new TextDocument.Classes(names)),
                        new TextDocument("a", null, List.of(), new TextDocument.Classes(List.of("b"))),
                        new TextDocument("a", null, List.of(), new TextDocument.Value(1)),
                        new TextDocument("a", null, List.of(), new TextDocument.Value(-1)),
                        new TextDocument("a", null, List.of(), new TextDocument.Answer(0, "a")),
                        new TextDocument("a", null, List.of(), new TextDocument.Answer(1, "a")))
                .map(Fingerprint::of)
                .collect(Collectors.toSet());
        assertThat(fingerprints).hasSize(13);
        assertThat(Fingerprint.of(new TextDocument("a", null, List.of(), new TextDocument.Classes(List.of("b", "a")))))
                .isEqualTo(Fingerprint.of(new TextDocument("a", null, List.of(), new TextDocument.Classes(names))));
    }
}
