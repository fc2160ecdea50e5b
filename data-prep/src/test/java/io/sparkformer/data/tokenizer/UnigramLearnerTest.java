package io.sparkformer.data.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UnigramLearnerTest {
    private static final List<String> ALPHABET = List.of("a", "b", "c");

    @Provide
    Arbitrary<Map<String, Long>> words() {
        Arbitrary<String> word =
                Arbitraries.strings().withChars("abc").ofMinLength(1).ofMaxLength(8);
        return Arbitraries.maps(word, Arbitraries.longs().between(1, 5))
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    @Property(tries = 200)
    void seeds_randomWords_areAllThatCannotBeMadeLonger(@ForAll("words") Map<String, Long> counted) {
        Map<String, Long> frequencies = new HashMap<>();
        counted.forEach((word, count) -> {
            for (int i = 0; i < word.length(); i++) {
                for (int j = i + 1; j <= Math.min(word.length(), i + 5); j++) {
                    frequencies.merge(word.substring(i, j), count, Long::sum);
                }
            }
        });
        Map<String, Long> expected = new TreeMap<>();
        frequencies.forEach((text, frequency) -> {
            boolean longer = text.length() < 5
                    && ALPHABET.stream().anyMatch(next -> frequency.equals(frequencies.get(text + next)));
            if (text.length() > 1 && frequency > 1 && !longer) {
                expected.put(text, frequency);
            }
        });
        Map<String, Long> seeds = new TreeMap<>();
        SeedPieces.of(TrainingParts.of(WordCounts.of(counted), ALPHABET), 5, 1000)
                .forEach(seed -> seeds.put(seed.text(), seed.frequency()));
        assertThat(seeds).isEqualTo(expected);
    }

    @Property(tries = 200)
    void expectation_randomWords_isThatOfAllCuts(@ForAll("words") Map<String, Long> counted) {
        TrainingParts parts = TrainingParts.of(WordCounts.of(counted), ALPHABET);
        ScoredPieces pieces = pieces("a", "b", "c", "ab", "bc", "abc", "ca", "aa");
        PieceExpectation expectation = PieceExpectation.of(parts, pieces);

        double[] expected = new double[pieces.size()];
        double logLikelihood = 0;
        for (Map.Entry<String, Long> word : counted.entrySet()) {
            List<List<Integer>> cuts = new ArrayList<>();
            cuts(word.getKey(), pieces, new ArrayList<>(), cuts);
            double sum =
                    cuts.stream().mapToDouble(cut -> probability(cut, pieces)).sum();
            for (List<Integer> cut : cuts) {
                cut.forEach(piece -> expected[piece] += word.getValue() * probability(cut, pieces) / sum);
            }
            logLikelihood += word.getValue() * Math.log(sum);
        }
        assertThat(expectation.expected()).containsExactly(expected, within(1e-9));
        assertThat(expectation.logLikelihood()).isCloseTo(logLikelihood, within(1e-9));
    }

    private static ScoredPieces pieces(String... texts) {
        double[] scores = new double[texts.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = -1.5 - 0.3 * (i % 5);
        }
        return new ScoredPieces(List.of(texts), scores);
    }

    private static void cuts(String rest, ScoredPieces pieces, List<Integer> begun, List<List<Integer>> cuts) {
        if (rest.isEmpty()) {
            cuts.add(List.copyOf(begun));
            return;
        }
        for (int piece = 0; piece < pieces.size(); piece++) {
            String text = pieces.texts().get(piece);
            if (rest.startsWith(text)) {
                begun.add(piece);
                cuts(rest.substring(text.length()), pieces, begun, cuts);
                begun.remove(begun.size() - 1);
            }
        }
    }

    private static double probability(List<Integer> cut, ScoredPieces pieces) {
        return Math.exp(
                cut.stream().mapToDouble(piece -> pieces.scores()[piece]).sum());
    }

    @Property(tries = 100)
    void bestCut_randomWords_isTheLikeliestOfAll(@ForAll("words") Map<String, Long> counted) {
        ScoredPieces pieces = pieces("a", "b", "c", "ab", "bc", "abc", "ca", "aa");
        BestCut cut = new BestCut(new PieceTrie(pieces.texts()), pieces.scores());
        for (String word : counted.keySet()) {
            int[] codePoints = word.codePoints().toArray();
            List<List<Integer>> cuts = new ArrayList<>();
            cuts(word, pieces, new ArrayList<>(), cuts);
            double best = cuts.stream()
                    .mapToDouble(each -> probability(each, pieces))
                    .max()
                    .orElseThrow();
            List<Integer> found = cut.of(codePoints, 0, codePoints.length, PieceTrie.NONE);
            assertThat(probability(found, pieces)).isCloseTo(best, within(best * 1e-12));
            assertThat(cut.of(codePoints, 0, codePoints.length, 3)).doesNotContain(3);
        }
    }

    /** Without the digamma function the steps are those of maximum likelihood, which never falls. */
    @Test
    void maximize_frequentWords_raisesTheLikelihood() {
        Map<String, Long> counted = Map.of("abcab", 900L, "abc", 800L, "cab", 700L, "bca", 500L, "ccab", 400L);
        TrainingParts parts = TrainingParts.of(WordCounts.of(counted), ALPHABET);
        ScoredPieces pieces =
                new UnigramLearner(parts).seeds(ALPHABET, Set.of(), TokenizerSpecs.of(TokenizerType.UNIGRAM, 100));
        double before = Double.NEGATIVE_INFINITY;
        for (int round = 0; round < 8; round++) {
            PieceExpectation expectation = PieceExpectation.of(parts, pieces);
            assertThat(expectation.logLikelihood()).isGreaterThan(before);
            before = expectation.logLikelihood();
            pieces = UnigramLearner.maximize(pieces, expectation);
        }
    }

    @Test
    void maximize_rarePieces_goButCharactersStay() {
        TrainingParts parts = TrainingParts.of(WordCounts.of(Map.of("ab", 1000L)), ALPHABET);
        ScoredPieces pieces = new ScoredPieces(List.of("a", "b", "c", "ab", "bc"), new double[] {-9, -9, -9, -1, -1});
        ScoredPieces kept = UnigramLearner.maximize(pieces, PieceExpectation.of(parts, pieces));
        assertThat(kept.texts()).containsExactly("a", "b", "c", "ab");
        assertThat(kept.scores()[3]).isGreaterThan(-0.01);
    }

    @Test
    void prune_pieceWithoutUse_goesFirst() {
        TrainingParts parts = TrainingParts.of(WordCounts.of(Map.of("abc", 1000L, "ab", 10L, "ca", 5L)), ALPHABET);
        ScoredPieces pieces = pieces("a", "b", "c", "ab", "abc", "ca", "bca");
        assertThat(PiecePruning.prune(parts, pieces, 6).texts()).containsExactly("a", "b", "c", "ab", "abc", "ca");
        assertThat(PiecePruning.prune(parts, pieces, 4).texts()).containsExactly("a", "b", "c", "abc");
    }

    @Test
    void digamma_knownValues_areMet() {
        double euler = 0.5772156649015329;
        assertThat(Digamma.of(1)).isCloseTo(-euler, within(1e-11));
        assertThat(Digamma.of(0.5)).isCloseTo(-euler - 2 * Math.log(2), within(1e-11));
        double harmonic = 0;
        for (int i = 1; i < 100; i++) {
            harmonic += 1.0 / i;
        }
        assertThat(Digamma.of(100)).isCloseTo(harmonic - euler, within(1e-11));
    }

    @Test
    void parts_longWordsAndUnknownCharacters_areCutThere() {
        TrainingParts parts = TrainingParts.of(WordCounts.of(Map.of("a".repeat(45), 2L, "abXXc", 3L)), ALPHABET);
        List<String> texts = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            texts.add(new String(parts.codePoints(), parts.start(part), parts.end(part) - parts.start(part))
                    + parts.count(part));
        }
        assertThat(texts).containsExactly("a".repeat(20) + 2, "a".repeat(20) + 2, "a".repeat(5) + 2, "ab3", "c3");
    }
}
