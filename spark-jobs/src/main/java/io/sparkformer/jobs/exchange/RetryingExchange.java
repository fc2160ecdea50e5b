package io.sparkformer.jobs.exchange;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs a round again that Spark has given up because executors died under it too often: the state that it begins with is still
 * there, and the round a pure function of it.
 */
public final class RetryingExchange implements Exchange {
    private static final int ATTEMPTS = 3;

    /** An executor that was told to end has so long by Spark's own measure before it is killed. */
    private static final Duration ENDING = Duration.ofSeconds(30);

    private final Duration ending;
    private final Exchange exchange;
    private final LossWatch losses;
    private final Consumer<String> messages;

    /**
     * Makes another exchange patient.
     *
     * @param messages told when a round begins again
     */
    public RetryingExchange(Exchange exchange, JavaSparkContext spark, Consumer<String> messages) {
        this(exchange, spark, messages, ENDING);
    }

    /** The same with another time that executors have to end. */
    RetryingExchange(Exchange exchange, JavaSparkContext spark, Consumer<String> messages, Duration ending) {
        this.ending = ending;
        this.exchange = exchange;
        this.losses = LossWatch.of(spark);
        this.messages = messages;
    }

    @Override
    public RunState begin(Position position, StateOrigin origin) throws IOException {
        return exchange.begin(position, origin);
    }

    @Override
    public RoundOutcome run(Round round, RunState state) throws IOException {
        for (int attempt = 1; ; attempt++) {
            long before = losses.count();
            try {
                return exchange.run(round, state);
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) { // Spark's own, which Scala throws without declaring it
                if (attempt == ATTEMPTS || !losses.anySince(before)) {
                    throw e;
                }
                losses.awaitEnding(ending);
                messages.accept("round " + round.number() + " begins again, executors died under it: "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            }
        }
    }

    @Override
    public <R> R share(RunState state, Function<ParameterSource, R> use) {
        return exchange.share(state, use);
    }
}
