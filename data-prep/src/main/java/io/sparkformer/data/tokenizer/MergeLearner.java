package io.sparkformer.data.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Byte pair encoding (Sennrich, Haddow and Birch, 2016, algorithm 1): the most frequent pair of neighbours becomes a token,
 * again and again. Of equally frequent pairs the one of the lower ids goes first, as in the Hugging Face library; ids follow
 * from the counts, so the result is a function of the counts alone.
 *
 * <p>Only words that have the merged pair are visited. The queue may hold a pair with a count that is no longer true: such a
 * candidate is put back with the true one.
 */
final class MergeLearner {
    private static final Comparator<Candidate> MOST_FREQUENT_FIRST =
            Comparator.comparingLong(Candidate::count).reversed().thenComparingLong(Candidate::pair);

    private final Vocabulary vocabulary;
    private final SymbolWords words;
    private final String continuingPrefix;
    private final PairTable pairs = new PairTable();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(MOST_FREQUENT_FIRST);

    private record Candidate(long pair, long count) {}

    /**
     * Counts the pairs.
     *
     * @param vocabulary special tokens and the tokens of single characters; grows
     * @param words in these; are merged
     * @param continuingPrefix what is left out of the second token when two are joined, may be empty
     */
    MergeLearner(Vocabulary vocabulary, SymbolWords words, String continuingPrefix) {
        this.vocabulary = vocabulary;
        this.words = words;
        this.continuingPrefix = continuingPrefix;
        for (int word = 0; word < words.size(); word++) {
            for (int i = 0; i + 1 < words.length(word); i++) {
                change(words.symbol(word, i), words.symbol(word, i + 1), words.count(word), word);
            }
        }
        pairs.forEach((pair, count) -> queue.add(new Candidate(pair, count)));
    }

    private void change(int left, int right, long change, int word) {
        if (left != SymbolWords.NONE && right != SymbolWords.NONE) {
            pairs.add(PairTable.pair(left, right), change, word);
        }
    }

    /**
     * Merges until the vocabulary is full or no pair is left.
     *
     * @param vocabularySize how many tokens there may be
     * @param minFrequency of a pair
     * @return the merges in their order
     */
    List<Merge> learn(int vocabularySize, long minFrequency) {
        List<Merge> merges = new ArrayList<>();
        Set<Long> merged = new HashSet<>();
        while (vocabulary.size() < vocabularySize) {
            Candidate best = queue.poll();
            if (best == null) {
                break;
            }
            long count = pairs.count(best.pair());
            if (count != best.count()) {
                if (count > 0) {
                    queue.add(new Candidate(best.pair(), count));
                }
            } else if (count < Math.max(1, minFrequency)) {
                break;
            } else {
                Merge merge = merge(best.pair());
                // A token that was made in two ways can bring a merged pair back, which keeps its first place.
                if (merged.add(best.pair())) {
                    merges.add(merge);
                }
            }
        }
        return merges;
    }

    private Merge merge(long pair) {
        int left = PairTable.left(pair);
        int right = PairTable.right(pair);
        String second = vocabulary.token(right);
        String rest = second.startsWith(continuingPrefix) ? second.substring(continuingPrefix.length()) : second;
        int merged = vocabulary.add(vocabulary.token(left) + rest);
        Set<Long> grown = new HashSet<>();
        for (int word : pairs.take(pair)) {
            long count = words.count(word);
            words.merge(word, left, right, merged, (first, last, sign) -> {
                change(first, last, sign * count, word);
                if (sign > 0 && first != SymbolWords.NONE && last != SymbolWords.NONE) {
                    grown.add(PairTable.pair(first, last));
                }
            });
        }
        // Where the pair overlaps itself, unmaking neighbours has touched its own count.
        pairs.clear(pair);
        for (long candidate : grown) {
            queue.add(new Candidate(candidate, pairs.count(candidate)));
        }
        return new Merge(left, right, merged);
    }
}
