package io.sparkformer.jobs.exchange;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.FetchFailed;
import org.apache.spark.TaskEndReason;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts tasks that were lost with their executors, or with what other executors had kept for them. */
final class LossWatch extends SparkListener {
    private final AtomicLong losses = new AtomicLong();

    static LossWatch of(JavaSparkContext spark) {
        LossWatch watch = new LossWatch();
        spark.sc().addSparkListener(watch);
        return watch;
    }

    long count() {
        return losses.get();
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        TaskEndReason reason = end.reason();
        if (reason instanceof ExecutorLostFailure || reason instanceof FetchFailed) {
            losses.incrementAndGet();
        }
    }
}
