package io.sparkformer.jobs.exchange;

import java.io.IOException;
import java.util.function.Function;

/**
 * How the workers of a round get the averaged state, and how their results become the next one. All implementations make
 * the same bits.
 */
public interface Exchange {
    /** Brings a state that no round has made to where the exchange keeps states. */
    RunState begin(Position position, StateOrigin origin) throws IOException;

    /**
     * Runs a round and averages.
     *
     * @param state before the round; it stays as it is, and the caller's to close
     * @throws StateLostException if the state before the round is gone, so that the round cannot be trained
     */
    RoundOutcome run(Round round, RunState state) throws IOException;

    /** Lets executors read the parameters of a state while {@code use} lasts. */
    <R> R share(RunState state, Function<ParameterSource, R> use);
}
