package io.sparkformer.jobs.train;

/** How the workers of a round get the averaged state, and their results become the next one. */
interface Exchange {
    /**
     * Runs a round and averages.
     *
     * @param state before the round; its arrays are not modified
     */
    RoundOutcome run(Round round, RunState state);
}
