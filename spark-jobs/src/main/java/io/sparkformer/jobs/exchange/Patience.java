package io.sparkformer.jobs.exchange;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Does work again that Spark has given up because executors died under it too often. The work must be a pure function of what is still
 * there when it has failed.
 *
 * @param losses what died
 * @param ending how long executors have that were told to end
 * @param messages told when something begins again
 */
record Patience(LossWatch losses, Duration ending, Consumer<String> messages) {
    private static final int ATTEMPTS = 3;

    /**
     * Work on executors.
     *
     * @param <R> what comes of it
     * @param <E> what it declares to throw
     */
    @FunctionalInterface
    interface Work<R, E extends Exception> {
        R run() throws E;
    }

    /**
     * Does the work, again if need be.
     *
     * @param what names it in messages: {@code round 7}
     */
    <R, E extends Exception> R with(String what, Work<R, E> work) throws E {
        for (int attempt = 1; ; attempt++) {
            long before = losses.count();
            try {
                return work.run();
            } catch (Exception e) { // Spark's own among them, which Scala throws without declaring it
                if (isOurs(e) || attempt == ATTEMPTS || !losses.anySince(before)) {
                    throw e;
                }
                losses.awaitEnding(ending);
                messages.accept(what + " begins again, executors died under it: "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            }
        }
    }

    /** Whether it is no failed job of Spark's: those are neither. */
    private static boolean isOurs(Exception e) {
        return e instanceof IOException || e instanceof RuntimeException;
    }
}
