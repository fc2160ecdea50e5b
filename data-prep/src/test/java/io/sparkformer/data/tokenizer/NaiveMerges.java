package io.sparkformer.data.tokenizer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Byte pair encoding as it is written down: all pairs are counted anew before every merge. */
record NaiveMerges(Vocabulary vocabulary, WordCounts words, String prefix) {
    List<Merge> learn(int size, long minFrequency) {
        List<List<Integer>> sequences = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            sequences.add(characters(words.word(i)));
        }
        List<Merge> merges = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        while (vocabulary.size() < size) {
            Map<Long, Long> counts = new TreeMap<>();
            for (int i = 0; i < sequences.size(); i++) {
                List<Integer> sequence = sequences.get(i);
                for (int j = 0; j + 1 < sequence.size(); j++) {
                    if (sequence.get(j) >= 0 && sequence.get(j + 1) >= 0) {
                        counts.merge(PairTable.pair(sequence.get(j), sequence.get(j + 1)), words.count(i), Long::sum);
                    }
                }
            }
            long best = -1;
            for (Map.Entry<Long, Long> pair : counts.entrySet()) {
                // Ascending: of equal counts the first stays.
                if (best < 0 || pair.getValue() > counts.getOrDefault(best, 0L)) {
                    best = pair.getKey();
                }
            }
            if (best < 0 || counts.getOrDefault(best, 0L) < minFrequency) {
                return merges;
            }
            Merge merge = merge(best);
            sequences.replaceAll(sequence -> apply(sequence, merge));
            if (seen.add(best)) {
                merges.add(merge);
            }
        }
        return merges;
    }

    private List<Integer> characters(String word) {
        List<Integer> ids = new ArrayList<>();
        word.codePoints()
                .mapToObj(Character::toString)
                .forEach(character -> ids.add(
                        vocabulary.id((ids.isEmpty() ? "" : prefix) + character).orElse(SymbolWords.NONE)));
        return ids;
    }

    private Merge merge(long pair) {
        int left = PairTable.left(pair);
        int right = PairTable.right(pair);
        String second = vocabulary.token(right);
        String rest = second.startsWith(prefix) ? second.substring(prefix.length()) : second;
        return new Merge(left, right, vocabulary.add(vocabulary.token(left) + rest));
    }

    private static List<Integer> apply(List<Integer> sequence, Merge merge) {
        List<Integer> merged = new ArrayList<>();
        for (int i = 0; i < sequence.size(); i++) {
            boolean here =
                    i + 1 < sequence.size() && sequence.get(i) == merge.left() && sequence.get(i + 1) == merge.right();
            merged.add(here ? merge.merged() : sequence.get(i));
            i += here ? 1 : 0;
        }
        return merged;
    }
}
