package io.sparkformer.jobs.cli;

import io.sparkformer.jobs.fault.FaultPoints;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Spark for one job: begun when it is first needed, so that a job which needs none waits for none. */
final class SparkRuntime implements AutoCloseable {
    private final String applicationName;
    private @Nullable SparkSession session;
    private boolean owned;

    SparkRuntime(String applicationName) {
        this.applicationName = applicationName;
    }

    /** The session; begun now, unless the process has one already, as in a notebook. */
    synchronized SparkSession session() {
        SparkSession current = session;
        if (current == null) {
            owned = SparkSession.getDefaultSession().isEmpty();
            current = begin();
            session = current;
        }
        return current;
    }

    private SparkSession begin() {
        SparkConf settings = new SparkConf().setIfMissing("spark.master", "local[*]");
        SparkSession.Builder builder = SparkSession.builder().config(settings).appName(applicationName);
        String fault = FaultPoints.description();
        if (fault != null) {
            builder.config("spark.executorEnv." + FaultPoints.ENVIRONMENT_VARIABLE, fault);
        }
        return builder.getOrCreate();
    }

    /** Hadoop's settings: those of the running Spark, or else those that it would have ({@code spark.hadoop.*}). */
    synchronized Configuration hadoop() {
        SparkSession current = session;
        return current != null
                ? current.sparkContext().hadoopConfiguration()
                : SparkHadoopUtil.get().newConfiguration(new SparkConf());
    }

    /** Cancels everything that runs on Spark now. */
    synchronized void cancelAllJobs() {
        if (session != null) {
            session.sparkContext().cancelAllJobs();
        }
    }

    @Override
    public synchronized void close() {
        if (session != null && owned) {
            session.stop();
        }
        session = null;
    }
}
