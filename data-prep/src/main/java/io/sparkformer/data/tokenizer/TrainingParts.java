package io.sparkformer.data.tokenizer;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The words that a unigram model is trained on, as code points in one array: cut where a character has no token, and after
 * {@value #MAX_LENGTH} code points, so that the probability of the least likely part is a number above 0.
 */
final class TrainingParts {
    /** Code points of a part at most. */
    static final int MAX_LENGTH = 20;

    private int[] codePoints = new int[1024];
    private int[] starts = new int[1024];
    private long[] counts = new long[1024];
    private int used;
    private int size;

    private TrainingParts() {}

    /** The parts of words that consist of an alphabet. */
    static TrainingParts of(WordCounts words, Iterable<String> alphabet) {
        Set<Integer> known = new HashSet<>();
        alphabet.forEach(character -> known.add(character.codePointAt(0)));
        TrainingParts parts = new TrainingParts();
        for (int i = 0; i < words.size(); i++) {
            parts.addWord(words.word(i), words.count(i), known);
        }
        parts.begin(0);
        parts.size--;
        return parts;
    }

    private void addWord(String word, long count, Set<Integer> known) {
        int length = 0;
        for (int i = 0; i < word.length(); ) {
            int codePoint = word.codePointAt(i);
            i += Character.charCount(codePoint);
            if (!known.contains(codePoint)) {
                length = 0;
                continue;
            }
            if (length % MAX_LENGTH == 0) {
                begin(count);
            }
            append(codePoint);
            length++;
        }
    }

    private void begin(long count) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        starts[size] = used;
        counts[size] = count;
        size++;
    }

    private void append(int codePoint) {
        if (used == codePoints.length) {
            codePoints = Arrays.copyOf(codePoints, (int) Math.min(Integer.MAX_VALUE - 8, 2L * used));
        }
        codePoints[used++] = codePoint;
    }

    /** How many parts there are. */
    int size() {
        return size;
    }

    /** Where a part begins in {@link #codePoints}. */
    int start(int part) {
        return starts[part];
    }

    /** Where it ends. */
    int end(int part) {
        return starts[part + 1];
    }

    /** How often it was seen. */
    long count(int part) {
        return counts[part];
    }

    /** All parts, one behind the other; to be read only. */
    int[] codePoints() {
        return codePoints;
    }

    /** How many code points all parts have. */
    int length() {
        return used;
    }
}
