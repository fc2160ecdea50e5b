package io.sparkformer.jobs.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Exact counts of a classifier's answers.
 *
 * @param classes the names of the classes
 * @param confusion how many samples of a class (row) were given which answer (column)
 */
public record ClassificationTable(List<String> classes, List<List<Long>> confusion) implements ClassResults {
    /** Copies the lists and requires a square table. */
    public ClassificationTable {
        classes = List.copyOf(classes);
        confusion = confusion.stream().map(List::copyOf).toList();
        int size = classes.size();
        if (confusion.size() != size || confusion.stream().anyMatch(row -> row.size() != size)) {
            throw new IllegalArgumentException("The confusion matrix must be square, one row per class: " + size);
        }
    }

    /** The same from an array {@code [truth][answer]}. */
    public static ClassificationTable of(List<String> classes, long[][] confusion) {
        List<List<Long>> rows = new ArrayList<>();
        for (long[] row : confusion) {
            rows.add(Arrays.stream(row).boxed().toList());
        }
        return new ClassificationTable(classes, rows);
    }

    /** Samples of class {@code truth} that were given {@code answer}. */
    public long count(int truth, int answer) {
        return confusion.get(truth).get(answer);
    }

    /** Samples of a class. */
    public long samples(int truth) {
        return confusion.get(truth).stream().mapToLong(Long::longValue).sum();
    }

    /** Samples that were given an answer. */
    public long answers(int answer) {
        return confusion.stream().mapToLong(row -> row.get(answer)).sum();
    }

    /** Share of a class's samples that were recognised; 0 without samples. */
    public double recall(int truth) {
        return share(count(truth, truth), samples(truth));
    }

    /** Share of an answer's samples for which it is right; 0 when it was never given. */
    public double precision(int answer) {
        return share(count(answer, answer), answers(answer));
    }

    /** Harmonic mean of precision and recall. */
    public double f1(int index) {
        return share(2 * count(index, index), samples(index) + answers(index));
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
