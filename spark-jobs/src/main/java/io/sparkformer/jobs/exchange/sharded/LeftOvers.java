package io.sparkformer.jobs.exchange.sharded;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Sets of blocks that are no longer needed. Each is removed a few rounds long, since a task that Spark has given up may store
 * blocks until it notices.
 */
final class LeftOvers {
    private static final int ROUNDS = 3;

    private final Deque<Integer> sets = new ArrayDeque<>();

    void remove(int set) {
        sets.add(set);
        sets.forEach(SparkBlocks::remove);
        if (sets.size() >= ROUNDS) {
            sets.remove();
        }
    }
}
