package io.sparkformer.jobs.exchange;

import java.io.Serializable;

/**
 * What a worker does in a round: it takes the averaged state, trains, and gives its own. A pure function of its arguments and
 * of what it takes, so that it may be done anywhere, twice, or again after a loss.
 */
@FunctionalInterface
public interface LocalWork extends Serializable {
    /** Does one worker's part of a round. */
    WorkerReport run(Round round, Worker worker, StatePort port) throws Exception;
}
