package io.sparkformer.jobs.prepare;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The Spark of the tests, in this process and shared by them, since starting one takes seconds. */
public final class LocalSpark {
    private LocalSpark() {}

    /** The running session, or a new one of two cores. */
    public static SparkSession session() {
        return SparkSession.getDefaultSession().getOrElse(() -> start("local[2]", Map.of()));
    }

    /** Ends the running session, if any, and begins another. */
    public static SparkSession restart(String master, Map<String, String> settings) {
        stop();
        return start(master, settings);
    }

    /** Ends the running session, if any. */
    public static void stop() {
        if (SparkSession.getDefaultSession().isDefined()) {
            SparkSession.getDefaultSession().get().stop();
        }
    }

    private static SparkSession start(String master, Map<String, String> settings) {
        SparkSession.Builder builder = SparkSession.builder()
                .master(master)
                .appName("sparkformer tests")
                .config("spark.ui.enabled", "false")
                .config("spark.ui.showConsoleProgress", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1");
        settings.forEach(builder::config);
        SparkSession session = builder.getOrCreate();
        session.sparkContext().setLogLevel("ERROR");
        return session;
    }
}
