package io.sparkformer.jobs.train;

import io.sparkformer.jobs.runtime.RunSpec;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;

/** The exchanges that there are. All of them give the same bits; {@code parity} proves it for each. */
public enum ExchangeKind {
    /** Everything through the driver. */
    DRIVER(DriverExchange::new);

    private final Factory factory;

    ExchangeKind(Factory factory) {
        this.factory = factory;
    }

    @FunctionalInterface
    private interface Factory {
        Exchange create(JavaSparkContext spark, RunSpec run, String fingerprint);
    }

    Exchange create(JavaSparkContext spark, RunSpec run, String fingerprint) {
        return factory.create(spark, run, fingerprint);
    }

    /** Its name in reports. */
    public String reportName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
