package io.sparkformer.jobs.exchange;

import io.sparkformer.jobs.config.ExchangeChoice;
import io.sparkformer.jobs.exchange.sharded.ShardedExchange;
import io.sparkformer.jobs.exchange.shuffle.ShuffleExchange;
import org.apache.spark.api.java.JavaSparkContext;

/** The exchange of a run. */
public final class Exchanges {
    /** Bytes that pass through the driver in a round beyond which it is the slower way. */
    private static final long MOST_THROUGH_DRIVER = 8L << 20;

    private Exchanges() {}

    /** The one that is configured, or else suits the size of the model. */
    public static Exchange of(JavaSparkContext spark, LocalWork work, Averaging averaging, ExchangeChoice choice) {
        return switch (chosen(spark, averaging, choice)) {
            case SHARDED -> new ShardedExchange(spark, work, averaging);
            case SHUFFLE -> new ShuffleExchange(spark, work, averaging);
            case DRIVER, AUTO -> new DriverExchange(spark, work, averaging);
        };
    }

    /** What {@code auto} comes to; the others are themselves. */
    public static ExchangeChoice chosen(JavaSparkContext spark, Averaging averaging, ExchangeChoice choice) {
        return choice == ExchangeChoice.AUTO ? suitable(spark, averaging) : choice;
    }

    /** In local mode everything is in one process, and nothing to be sent. */
    private static ExchangeChoice suitable(JavaSparkContext spark, Averaging averaging) {
        long bytes = averaging.layout().exchangedBytes() * averaging.layout().workers();
        return spark.isLocal() || bytes <= MOST_THROUGH_DRIVER ? ExchangeChoice.DRIVER : ExchangeChoice.SHARDED;
    }
}
