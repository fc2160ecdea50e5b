package io.sparkformer.jobs.exchange;

import io.sparkformer.jobs.config.ExchangeChoice;

/**
 * What an exchange keeps where, at the most, in bytes.
 *
 * @param result what a round's replicas bring back to the driver
 * @param driver what the driver has to hold of the state and of what is brought back
 * @param executor what each executor keeps in Spark's memory: the round's state, the next one, and what its replicas bring back
 */
public record ExchangeMemory(long result, long driver, long executor) {
    /** The round's state and the one that is made from it. */
    private static final int STATES = 2;

    /** What goes through the driver is bytes on its way, and floats at both ends. */
    private static final int FORMS = 2;

    /** Of a run whose state and workers are spread evenly over its executors. */
    public static ExchangeMemory of(ExchangeChoice exchange, StateLayout layout, int executors) {
        long vector = (long) layout.length() * Float.BYTES;
        long kept = (long) layout.workers() * layout.keptVectors() * vector;
        long state = layout.shared().size() * vector + kept;
        long exchanged = layout.workers() * layout.exchangedBytes();
        if (exchange == ExchangeChoice.DRIVER) {
            long result = exchanged + kept;
            long executor = FORMS * (STATES * state + result / executors);
            return new ExchangeMemory(result, STATES * state + FORMS * result, executor);
        }
        long holders = Math.min(2, executors);
        return new ExchangeMemory(0, 0, (STATES * holders * state + exchanged) / executors);
    }
}
