package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.Averaging;
import io.sparkformer.jobs.exchange.LocalWork;
import io.sparkformer.jobs.exchange.Round;
import java.io.Serializable;

/**
 * All that the tasks of a round need to know.
 *
 * @param work what workers do
 * @param averaging what becomes of their results
 * @param round the round
 * @param before the state that it begins with
 * @param pieces the set of what workers bring back
 * @param shared the set of the next state's shared vectors
 * @param kept the set of the moments that workers keep from this round on
 * @param parts into how many parts the vectors are cut to be averaged
 */
record RoundPlan(
        LocalWork work,
        Averaging averaging,
        Round round,
        StateBlocks before,
        int pieces,
        int shared,
        int kept,
        int parts)
        implements Serializable {
    private static final long serialVersionUID = 1;
}
