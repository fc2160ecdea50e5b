package io.sparkformer.data.account;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** How many documents are how long, in ranges each twice as wide as the one before. */
public final class LengthCounts implements Serializable {
    private static final long serialVersionUID = 1L;

    /** By the number of binary digits of the length. */
    private final long[] counts = new long[Integer.SIZE];

    /**
     * Documents of a range of lengths.
     *
     * @param from the shortest: 0, 1, 2, 4, 8, ...
     * @param to the longest
     * @param documents how many
     */
    public record Range(int from, int to, long documents) {}

    /** Lengths that were counted before. */
    public static LengthCounts of(List<Range> ranges) {
        LengthCounts lengths = new LengthCounts();
        ranges.forEach(range -> lengths.counts[digits(range.from())] += range.documents());
        return lengths;
    }

    private static int digits(int length) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(length);
    }

    /** Counts a document. */
    public void add(int length) {
        counts[digits(length)]++;
    }

    /** Adds others. */
    public void add(LengthCounts other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** From the first range that has documents to the last. */
    public List<Range> ranges() {
        int first = 0;
        while (first < counts.length && counts[first] == 0) {
            first++;
        }
        int end = counts.length;
        while (end > first && counts[end - 1] == 0) {
            end--;
        }
        List<Range> ranges = new ArrayList<>();
        for (int digits = first; digits < end; digits++) {
            ranges.add(new Range(digits == 0 ? 0 : 1 << (digits - 1), (int) ((1L << digits) - 1), counts[digits]));
        }
        return ranges;
    }
}
