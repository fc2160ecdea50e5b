package io.sparkformer.data.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The characters that become tokens of their own. */
final class Alphabet {
    private Alphabet() {}

    /**
     * The most frequent characters of words, in the order of their code points.
     *
     * @param words with their counts
     * @param limit most of them; of equally frequent ones the lower code points go first
     */
    static List<String> of(WordCounts words, int limit) {
        Map<Integer, Long> frequencies = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            long count = words.count(i);
            words.word(i).codePoints().forEach(codePoint -> frequencies.merge(codePoint, count, Long::sum));
        }
        List<Integer> kept = new ArrayList<>(frequencies.keySet());
        kept.sort(Comparator.comparing((Integer codePoint) -> frequencies.getOrDefault(codePoint, 0L))
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
        return kept.subList(0, Math.min(limit, kept.size())).stream()
                .sorted()
                .map(Character::toString)
                .toList();
    }
}
