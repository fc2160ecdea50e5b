package io.sparkformer.jobs.exchange.sharded;

import java.io.Serializable;

/**
 * A process that holds blocks.
 *
 * @param executor its id
 * @param host where it runs
 * @param port at which it serves blocks
 */
record Holder(String executor, String host, int port) implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public String toString() {
        return "executor " + executor + " on " + host + ":" + port;
    }
}
