package io.sparkformer.jobs.train;

import io.sparkformer.jobs.config.ExchangeChoice;
import io.sparkformer.jobs.exchange.Averaging;
import io.sparkformer.jobs.exchange.Exchange;
import io.sparkformer.jobs.exchange.Exchanges;
import io.sparkformer.jobs.exchange.LocalWork;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;

/** The exchanges that there are. All of them give the same bits; {@code parity} proves it for each. */
public enum ExchangeKind {
    /** Everything through the driver. */
    DRIVER(ExchangeChoice.DRIVER),
    /** From executor to executor. */
    SHARDED(ExchangeChoice.SHARDED),
    /** The same by an ordinary shuffle. */
    SHUFFLE(ExchangeChoice.SHUFFLE);

    private final ExchangeChoice choice;

    ExchangeKind(ExchangeChoice choice) {
        this.choice = choice;
    }

    Exchange create(JavaSparkContext spark, LocalWork work, Averaging averaging) {
        return Exchanges.of(spark, work, averaging, choice);
    }

    /** Its name in reports. */
    public String reportName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
