package io.sparkformer.data.tokenizer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Learns a unigram model (Kudo, 2018): from many seeds, by expectation maximization with a Bayesian twist (expected counts go
 * through {@link Digamma}, which makes rare pieces rarer), and by taking away a quarter of the pieces again and again.
 */
final class UnigramLearner {
    /** Rounds of expectation maximization between two prunings. */
    static final int ROUNDS = 2;

    private static final double SHRINKING = 0.75;

    /** While pruning, this much more is kept than wanted: the last step chooses by probability. */
    private static final double MARGIN = 1.1;

    /** A piece that is expected less often than this is dropped. */
    private static final double RARE = 0.5;

    /** Decimals of a stored score: few enough that every reader of JSON gets the same number. */
    private static final int DECIMALS = 10;

    private final TrainingParts parts;

    UnigramLearner(TrainingParts parts) {
        this.parts = parts;
    }

    /**
     * Learns pieces.
     *
     * @param alphabet characters that are pieces in any case
     * @param reserved texts that must not become pieces: special tokens
     * @param spec sizes
     * @param size how many pieces are wanted
     * @return the likeliest first; fewer than wanted where the words give no more
     */
    ScoredPieces learn(List<String> alphabet, Set<String> reserved, TokenizerSpec spec, int size) {
        ScoredPieces pieces = seeds(alphabet, reserved, spec);
        int enough = (int) (size * MARGIN);
        while (true) {
            for (int round = 0; round < ROUNDS; round++) {
                pieces = maximize(pieces, PieceExpectation.of(parts, pieces));
            }
            if (pieces.size() <= enough) {
                return likeliest(pieces, size);
            }
            int smaller = Math.max(enough, (int) (pieces.size() * SHRINKING));
            ScoredPieces pruned = PiecePruning.prune(parts, pieces, smaller);
            if (pruned.size() == pieces.size()) {
                return likeliest(pieces, size);
            }
            pieces = pruned;
        }
    }

    /** Characters and frequent substrings; each one's probability is its part of all scores. */
    ScoredPieces seeds(List<String> alphabet, Set<String> reserved, TokenizerSpec spec) {
        List<String> texts = new ArrayList<>();
        List<Long> weights = new ArrayList<>();
        long[] frequencies = frequencies(alphabet);
        for (int i = 0; i < frequencies.length; i++) {
            if (!reserved.contains(alphabet.get(i))) {
                texts.add(alphabet.get(i));
                weights.add(Math.max(1, frequencies[i]));
            }
        }
        int room = Math.max(0, spec.seedSize() - texts.size());
        int longest = Math.min(spec.maxPieceLength(), TrainingParts.MAX_LENGTH);
        for (SeedPieces.Seed seed : SeedPieces.of(parts, longest, room)) {
            if (!reserved.contains(seed.text())) {
                texts.add(seed.text());
                weights.add(seed.score());
            }
        }
        long sum = weights.stream().mapToLong(Long::longValue).sum();
        double[] scores = weights.stream()
                .mapToDouble(weight -> StrictMath.log((double) weight) - StrictMath.log((double) sum))
                .toArray();
        return new ScoredPieces(texts, scores);
    }

    private long[] frequencies(List<String> alphabet) {
        int[] characters = alphabet.stream()
                .mapToInt(character -> character.codePointAt(0))
                .toArray();
        long[] frequencies = new long[characters.length];
        for (int part = 0; part < parts.size(); part++) {
            for (int i = parts.start(part); i < parts.end(part); i++) {
                frequencies[Arrays.binarySearch(characters, parts.codePoints()[i])] += parts.count(part);
            }
        }
        return frequencies;
    }

    /** The scores that fit expected counts; what is hardly expected goes. */
    static ScoredPieces maximize(ScoredPieces pieces, PieceExpectation expectation) {
        double[] expected = expectation.expected();
        List<String> texts = new ArrayList<>();
        double[] kept = new double[expected.length];
        double sum = 0;
        for (int piece = 0; piece < expected.length; piece++) {
            if (expected[piece] >= RARE || pieces.isCharacter(piece)) {
                double count = Math.max(RARE, expected[piece]);
                kept[texts.size()] = count;
                sum += count;
                texts.add(pieces.texts().get(piece));
            }
        }
        double[] scores = new double[texts.size()];
        double all = Digamma.of(sum);
        for (int piece = 0; piece < scores.length; piece++) {
            scores[piece] = Digamma.of(kept[piece]) - all;
        }
        return new ScoredPieces(texts, scores);
    }

    /** A score as it is stored. By way of the exact value, since what Java prints of a number depends on the JDK. */
    static BigDecimal round(double score) {
        return new BigDecimal(score).setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    }

    /** All characters and the likeliest other pieces, with rounded scores. */
    private static ScoredPieces likeliest(ScoredPieces pieces, int size) {
        double[] rounded = Arrays.stream(pieces.scores())
                .map(score -> round(score).doubleValue())
                .toArray();
        Comparator<Integer> likeliestFirst = Comparator.comparing((Integer piece) -> rounded[piece])
                .reversed()
                .thenComparing(piece -> pieces.texts().get(piece), CodePoints.ORDER);
        List<Integer> chosen = IntStream.range(0, pieces.size())
                .boxed()
                .sorted(Comparator.comparing((Integer piece) -> !pieces.isCharacter(piece))
                        .thenComparing(likeliestFirst))
                .limit(size)
                .sorted(likeliestFirst)
                .toList();
        return new ScoredPieces(
                chosen.stream().map(pieces.texts()::get).toList(),
                chosen.stream().mapToDouble(piece -> rounded[piece]).toArray());
    }
}
