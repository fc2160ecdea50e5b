package io.sparkformer.jobs.it.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something that another process does. */
public final class Await {
    /** Far beyond what anything here takes on a busy machine: only what hangs is ended by it. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final long POLL_MILLISECONDS = 50;

    private Await() {}

    /**
     * Waits until a condition holds.
     *
     * @param what for the message when it never does
     * @param condition asked again and again; it may throw an AssertionError to give up
     */
    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited " + LIMIT.toSeconds() + " s in vain: " + what);
            }
            try {
                Thread.sleep(POLL_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
