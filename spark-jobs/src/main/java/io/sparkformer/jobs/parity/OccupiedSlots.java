package io.sparkformer.jobs.parity;

import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** Keeps slots of the cluster busy with waiting, so that training has to do with those that are left. */
final class OccupiedSlots implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 50;

    private final @Nullable JavaFutureAction<Void> waiting;

    /** Occupies so many slots, as soon as Spark gives them. */
    OccupiedSlots(JavaSparkContext spark, int slots) {
        this.waiting = slots == 0
                ? null
                : spark.parallelize(IntStream.range(0, slots).boxed().toList(), slots)
                        .foreachAsync(slot -> waitUntilCancelled());
    }

    private static void waitUntilCancelled() throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!TaskContext.get().isInterrupted() && System.nanoTime() < end) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Frees them. */
    @Override
    public void close() {
        if (waiting != null) {
            waiting.cancel(true);
        }
    }
}
