package io.sparkformer.data.tokenizer;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * How well a vocabulary fits the words it was learned from.
 *
 * @param words how many words were encoded, each as often as it was seen
 * @param tokens how many tokens they became
 * @param unknown how many of these are the unknown token
 */
public record TokensPerWord(long words, long tokens, long unknown) {
    /** Encodes the most frequent words, about {@code limit} different ones. */
    public static TokensPerWord of(TrainedTokenizer tokenizer, WordCounts words, int limit) {
        long least = leastCount(words, limit);
        OptionalInt unknownId = tokenizer.unknownId();
        long seen = 0;
        long tokens = 0;
        long unknown = 0;
        for (int i = 0; i < words.size(); i++) {
            long count = words.count(i);
            if (count < least) {
                continue;
            }
            seen += count;
            for (int id : tokenizer.encodeWord(words.word(i))) {
                tokens += count;
                unknown += unknownId.isPresent() && id == unknownId.getAsInt() ? count : 0;
            }
        }
        return new TokensPerWord(seen, tokens, unknown);
    }

    private static long leastCount(WordCounts words, int limit) {
        if (words.size() <= limit) {
            return 0;
        }
        long[] counts = new long[words.size()];
        Arrays.setAll(counts, words::count);
        Arrays.sort(counts);
        return counts[counts.length - limit];
    }

    /** Tokens of a word, on average. */
    public double mean() {
        return (double) tokens / words;
    }
}
