package io.sparkformer.jobs.exchange;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Does again what Spark has given up because executors died under it too often, be it a round, a look at a state (a checkpoint's
 * files, a hash) or an evaluation: the state that it begins with is still there, and it a pure function of it.
 */
public final class RetryingExchange implements Exchange {
    /** An executor that was told to end has so long by Spark's own measure before it is killed. */
    private static final Duration ENDING = Duration.ofSeconds(30);

    private final Exchange exchange;
    private final Patience patience;

    /**
     * Makes another exchange patient.
     *
     * @param messages told when something begins again
     */
    public RetryingExchange(Exchange exchange, JavaSparkContext spark, Consumer<String> messages) {
        this(exchange, spark, messages, ENDING);
    }

    /** The same with another time that executors have to end. */
    RetryingExchange(Exchange exchange, JavaSparkContext spark, Consumer<String> messages, Duration ending) {
        this.exchange = exchange;
        this.patience = new Patience(LossWatch.of(spark), ending, messages);
    }

    @Override
    public RunState begin(Position position, StateOrigin origin) throws IOException {
        RunState state = patience.with("bringing the model to the executors", () -> exchange.begin(position, origin));
        return new PatientState(state, patience);
    }

    @Override
    public RoundOutcome run(Round round, RunState state) throws IOException {
        RunState before = PatientState.within(state);
        RoundOutcome outcome = patience.with("round " + round.number(), () -> exchange.run(round, before));
        return outcome.withState(new PatientState(outcome.state(), patience));
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code use} is called again when executors die under its jobs, so it must not tell of its results before it returns them.
     */
    @Override
    public <R> R share(RunState state, Function<ParameterSource, R> use) {
        RunState shared = PatientState.within(state);
        return patience.with("reading the parameters", () -> exchange.share(shared, use));
    }

    /** A state whose readers begin again when executors die under them. */
    private record PatientState(RunState state, Patience patience) implements RunState {
        /** What the exchange made: exchanges know only their own states. */
        static RunState within(RunState state) {
            return ((PatientState) state).state();
        }

        @Override
        public Position position() {
            return state.position();
        }

        @Override
        public String parametersMerkle() {
            return state.parametersMerkle();
        }

        @Override
        public <R extends Serializable> List<R> compute(List<? extends StateTask<R>> tasks, Configuration hadoop)
                throws IOException {
            return patience.with("reading the model's state", () -> state.compute(tasks, hadoop));
        }

        @Override
        public void close() {
            state.close();
        }
    }
}
