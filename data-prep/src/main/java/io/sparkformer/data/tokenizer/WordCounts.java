package io.sparkformer.data.tokenizer;

import io.sparkformer.data.words.PreTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How often each word was seen: all that training learns of a text. Sorted by the words' code points. */
public final class WordCounts {
    private final String[] words;
    private final long[] counts;

    private WordCounts(String[] words, long[] counts) {
        this.words = words;
        this.counts = counts;
    }

    /** Sorts counted words, each of which comes once. */
    public static WordCounts of(Map<String, Long> counted) {
        List<String> words = new ArrayList<>(counted.keySet());
        words.sort(CodePoints.ORDER);
        long[] counts = new long[words.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = counted.getOrDefault(words.get(i), 0L);
        }
        return new WordCounts(words.toArray(String[]::new), counts);
    }

    /** How many different words there are. */
    public int size() {
        return words.length;
    }

    /** The word of a number. */
    public String word(int index) {
        return words[index];
    }

    /** How often it was seen. */
    public long count(int index) {
        return counts[index];
    }

    /** How many words were seen. */
    public long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /** The words as a model sees them. */
    WordCounts symbols(PreTokenizer preTokenizer) {
        String[] symbols = new String[words.length];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = preTokenizer.symbols(words[i]);
        }
        return new WordCounts(symbols, counts);
    }
}
