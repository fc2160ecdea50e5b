package io.sparkformer.data.task;

import io.sparkformer.data.order.KeyedRandom;
import java.util.stream.Stream;

/**
 * Divides the sequences that there can be into those for training (half), for validation and for the test (a quarter each), by a
 * hash of the tokens: no sequence is ever in two of them, whatever the seeds and however many are drawn, and nobody needs to
 * remember what was drawn before. Within one of them a sequence may come twice, as seldom as the task repeats itself.
 */
public enum TaskSplit {
    /** What is learned from. */
    TRAIN(0, 2),
    /** What choices are made by. */
    VALIDATION(2, 3),
    /** What is reported. */
    TEST(3, 4);

    private static final int QUARTER_BITS = 2;

    private final int from;
    private final int to;

    TaskSplit(int from, int to) {
        this.from = from;
        this.to = to;
    }

    /** Where a sequence belongs. */
    public static TaskSplit of(SequenceExample example) {
        int quarter = (int) (example.contentHash() >>> (Long.SIZE - QUARTER_BITS));
        return Stream.of(values())
                .filter(split -> quarter >= split.from && quarter < split.to)
                .findFirst()
                .orElseThrow();
    }

    /** Example {@code index} of this part of a task: the first that belongs here of those that the seed draws for the index. */
    public SequenceExample example(SequenceTask task, long seed, long index) {
        KeyedRandom seeds = new KeyedRandom(seed, index);
        SequenceExample example;
        do {
            example = task.example(seeds.nextLong(), index);
        } while (of(example) != this);
        return example;
    }
}
