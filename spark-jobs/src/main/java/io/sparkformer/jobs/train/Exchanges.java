package io.sparkformer.jobs.train;

import io.sparkformer.jobs.exchange.Averaging;
import io.sparkformer.jobs.exchange.DriverExchange;
import io.sparkformer.jobs.exchange.Exchange;
import io.sparkformer.jobs.exchange.LocalWork;
import io.sparkformer.jobs.runtime.RunSpec;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/** The exchange of a run. */
final class Exchanges {
    private Exchanges() {}

    static Exchange of(JavaSparkContext spark, RunSpec run, String fingerprint, Averaging averaging) {
        LocalWork work = new ImageWork(
                run, fingerprint, spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration())));
        return new DriverExchange(spark, work, averaging);
    }
}
