package io.sparkformer.data.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;

/** What many examples are like; all tests draw from fixed seeds. */
final class Frequencies {
    private Frequencies() {}

    /** How often each class comes among the first examples of a seed. */
    static long[] labels(SequenceTask task, long seed, int examples) {
        long[] counts = new long[task.classes()];
        LongStream.range(0, examples)
                .forEach(index -> counts[task.example(seed, index).label()]++);
        return counts;
    }

    /** Every class has its share, up to four standard errors. */
    static void assertEven(long[] counts) {
        double all = LongStream.of(counts).sum();
        double share = 1.0 / counts.length;
        for (long count : counts) {
            assertWithin(count / all, share, Math.sqrt(share * (1 - share) / all));
        }
    }

    static void assertWithin(double value, double expected, double standardError) {
        assertThat(value).isBetween(expected - 4 * standardError, expected + 4 * standardError);
    }
}
