package io.sparkformer.data.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MergeLearnerTest {
    @Provide
    Arbitrary<Map<String, Long>> words() {
        Arbitrary<String> word =
                Arbitraries.strings().withChars("abc#😀").ofMinLength(1).ofMaxLength(9);
        return Arbitraries.maps(word, Arbitraries.longs().between(1, 5))
                .ofMinSize(1)
                .ofMaxSize(25);
    }

    @Property(tries = 400)
    void learn_randomWords_asTheNaiveTwin(@ForAll("words") Map<String, Long> counted) {
        assertSameAsTwin(counted, "");
    }

    @Property(tries = 400)
    void learn_randomWordsWithPrefix_asTheNaiveTwin(@ForAll("words") Map<String, Long> counted) {
        assertSameAsTwin(counted, "@@");
    }

    private static void assertSameAsTwin(Map<String, Long> counted, String prefix) {
        WordCounts words = WordCounts.of(counted);
        List<String> alphabet = new ArrayList<>(Alphabet.of(words, 4));
        List<String> first = new ArrayList<>(alphabet);
        alphabet.forEach(character -> first.add(prefix + character));

        Vocabulary vocabulary = new Vocabulary(first);
        List<Merge> merges =
                new MergeLearner(vocabulary, SymbolWords.of(words, vocabulary, prefix), prefix).learn(60, 2);

        NaiveMerges twin = new NaiveMerges(new Vocabulary(first), words, prefix);
        assertThat(merges).isEqualTo(twin.learn(60, 2));
        assertThat(vocabulary.tokens()).isEqualTo(twin.vocabulary().tokens());
    }

    @Test
    void learn_wordsOfThePaper_mergesItsPairs() {
        // Sennrich et al., 2016, figure 1; without its character for a word's end.
        WordCounts words = WordCounts.of(Map.of("low", 5L, "lower", 2L, "newest", 6L, "widest", 3L));
        Vocabulary vocabulary = new Vocabulary(Alphabet.of(words, 100));
        int characters = vocabulary.size();
        new MergeLearner(vocabulary, SymbolWords.of(words, vocabulary, ""), "").learn(characters + 5, 1);
        assertThat(vocabulary.tokens().subList(characters, characters + 5))
                .containsExactly("es", "est", "lo", "low", "ew");
    }

    @Test
    void learn_pairThatOverlapsItself_isMergedFromTheLeft() {
        WordCounts words = WordCounts.of(Map.of("aaaaa", 3L));
        Vocabulary vocabulary = new Vocabulary(List.of("a"));
        SymbolWords symbols = SymbolWords.of(words, vocabulary, "");
        new MergeLearner(vocabulary, symbols, "").learn(2, 1);
        assertThat(symbols.length(0)).isEqualTo(3);
        assertThat(List.of(symbols.symbol(0, 0), symbols.symbol(0, 1), symbols.symbol(0, 2)))
                .containsExactly(1, 1, 0);
    }

    @Test
    void learn_rarePairs_areNotMerged() {
        WordCounts words = WordCounts.of(Map.of("ab", 1L, "cd", 2L));
        Vocabulary vocabulary = new Vocabulary(List.of("a", "b", "c", "d"));
        new MergeLearner(vocabulary, SymbolWords.of(words, vocabulary, ""), "").learn(100, 2);
        assertThat(vocabulary.tokens()).containsExactly("a", "b", "c", "d", "cd");
    }
}
