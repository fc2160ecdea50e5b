package io.sparkformer.data.tokenizer;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Counts the words of lines in bounded memory: when it is full, what it has is taken out, and counting goes on from
 * nothing. Sums of whole numbers do not depend on where that happens.
 */
public final class WordCounter {
    private final TextPipeline pipeline;
    private final int maxWordLength;
    private final boolean cutsLongWords;
    private final int capacity;
    private final Map<String, Count> counts = new HashMap<>();
    private long leftOut;

    /** A number that grows in place. */
    private static final class Count {
        private long value;
    }

    /**
     * Begins with nothing.
     *
     * @param spec how lines become words
     * @param capacity different words, from which on it is full
     */
    public WordCounter(TokenizerSpec spec, int capacity) {
        this.pipeline = spec.pipeline();
        this.maxWordLength = spec.maxWordLength();
        this.cutsLongWords = spec.type() != TokenizerType.WORDPIECE;
        this.capacity = capacity;
    }

    /** Counts the words of a line. */
    public void add(String line) {
        pipeline.words(line, this::addWord);
    }

    private void addWord(String word) {
        if (word.length() <= maxWordLength || CodePoints.count(word) <= maxWordLength) {
            count(word);
        } else if (cutsLongWords) {
            cut(word);
        } else {
            leftOut++;
        }
    }

    private void cut(String word) {
        for (int start = 0; start < word.length(); ) {
            int end = CodePoints.offset(word, start, maxWordLength);
            count(word.substring(start, end));
            start = end;
        }
    }

    private void count(String word) {
        counts.computeIfAbsent(word, added -> new Count()).value++;
    }

    /** Whether it is time to {@link #drain}. */
    public boolean isFull() {
        return counts.size() >= capacity;
    }

    /** Gives away all words with their counts, in no order, and forgets them. */
    public void drain(BiConsumer<String, Long> receiver) {
        counts.forEach((word, count) -> receiver.accept(word, count.value));
        counts.clear();
    }

    /** How many words were too long to count. */
    public long leftOut() {
        return leftOut;
    }
}
