package io.sparkformer.jobs.exchange;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** How many tasks the cluster runs at the same time. */
public final class Slots {
    private Slots() {}

    /** As many as there are now, at least one. */
    public static int of(JavaSparkContext spark) {
        SparkConf conf = spark.getConf();
        boolean told = !spark.isLocal() && conf.contains("spark.executor.cores");
        int cores = told ? executors(spark) * conf.getInt("spark.executor.cores", 1) : spark.defaultParallelism();
        return Math.max(1, cores / conf.getInt("spark.task.cpus", 1));
    }

    /** Executors that are alive; in local mode the driver. */
    public static int executors(JavaSparkContext spark) {
        int blockManagers = spark.sc().getExecutorMemoryStatus().size();
        return spark.isLocal() ? 1 : Math.max(1, blockManagers - 1); // the driver's is one of them
    }
}
