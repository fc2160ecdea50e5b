package io.sparkformer.data.tokenizer;

import java.util.Arrays;

/**
 * Words as sequences of token ids, all in one array. Merging shortens a word where it lies.
 */
final class SymbolWords {
    /** Stands for a character without a token: nothing is merged across it. */
    static final int NONE = -1;

    private int[] symbols = new int[1024];
    private final int[] starts;
    private final int[] lengths;
    private final long[] counts;
    private int size;
    private int used;

    SymbolWords(int words) {
        starts = new int[words];
        lengths = new int[words];
        counts = new long[words];
    }

    /**
     * The characters of words as the ids of their tokens.
     *
     * @param words with their counts
     * @param vocabulary holds the tokens of single characters
     * @param continuingPrefix what the tokens of all characters but a word's first begin with, may be empty
     */
    static SymbolWords of(WordCounts words, Vocabulary vocabulary, String continuingPrefix) {
        SymbolWords sequences = new SymbolWords(words.size());
        for (int i = 0; i < words.size(); i++) {
            String word = words.word(i);
            sequences.begin(words.count(i));
            for (int start = 0; start < word.length(); ) {
                int end = CodePoints.offset(word, start, 1);
                String token = (start == 0 ? "" : continuingPrefix) + word.substring(start, end);
                Integer id = vocabulary.find(token);
                sequences.append(id == null ? NONE : id);
                start = end;
            }
        }
        return sequences;
    }

    private void begin(long count) {
        starts[size] = used;
        counts[size] = count;
        size++;
    }

    private void append(int symbol) {
        if (used == symbols.length) {
            symbols = Arrays.copyOf(symbols, (int) Math.min(Integer.MAX_VALUE - 8, 2L * used));
        }
        symbols[used++] = symbol;
        lengths[size - 1]++;
    }

    int size() {
        return size;
    }

    int length(int word) {
        return lengths[word];
    }

    int symbol(int word, int position) {
        return symbols[starts[word] + position];
    }

    long count(int word) {
        return counts[word];
    }

    /** Is told of every pair of neighbours that a merge makes or unmakes in a word. */
    interface PairChange {
        /** A pair is there once more ({@code sign} 1) or less (-1). */
        void changed(int left, int right, int sign);
    }

    /** Replaces each {@code left right} of a word by {@code merged}, from its beginning on. */
    void merge(int word, int left, int right, int merged, PairChange change) {
        int start = starts[word];
        int end = start + lengths[word];
        int write = start;
        for (int read = start; read < end; write++) {
            if (symbols[read] != left || read + 1 >= end || symbols[read + 1] != right) {
                symbols[write] = symbols[read++];
                continue;
            }
            if (write > start) {
                change.changed(symbols[write - 1], left, -1);
                change.changed(symbols[write - 1], merged, 1);
            }
            if (read + 2 < end) {
                change.changed(right, symbols[read + 2], -1);
                change.changed(merged, symbols[read + 2], 1);
            }
            symbols[write] = merged;
            read += 2;
        }
        lengths[word] = write - start;
    }
}
