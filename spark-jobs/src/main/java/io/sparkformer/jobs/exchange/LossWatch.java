package io.sparkformer.jobs.exchange;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.FetchFailed;
import org.apache.spark.TaskEndReason;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Counts tasks that were lost with their executors, or with what other executors had kept for them.
 *
 * <p>An executor that was told to end (SIGTERM) first closes its thread pool and says so last. For that moment Spark still sends it
 * tasks, which it rejects; for Spark these are failures of the task, and four of them, within milliseconds, fail the job. Here they are
 * losses.
 */
final class LossWatch extends SparkListener {
    private static final String REJECTED = RejectedExecutionException.class.getName();
    private static final long POLL_MILLISECONDS = 50;

    /** Events reach listeners some time after a job has failed of what they tell. */
    private static final Duration DELAY = Duration.ofSeconds(2);

    private final AtomicLong losses = new AtomicLong();
    private final Set<String> ending = ConcurrentHashMap.newKeySet();

    static LossWatch of(JavaSparkContext spark) {
        LossWatch watch = new LossWatch();
        spark.sc().addSparkListener(watch);
        return watch;
    }

    long count() {
        return losses.get();
    }

    /** Whether anything has been lost since {@link #count} was this; waits a little for Spark to say so. */
    boolean anySince(long count) {
        return await(() -> count() > count, DELAY);
    }

    /** Waits until executors that reject tasks are gone, or some time has passed; returns whether they are. */
    boolean awaitEnding(Duration most) {
        return await(ending::isEmpty, most);
    }

    private static boolean await(BooleanSupplier condition, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            try {
                Thread.sleep(POLL_MILLISECONDS);
            } catch (InterruptedException e) { // the job is to stop: whoever looks next finds the mark
                Thread.currentThread().interrupt();
                break;
            }
        }
        return condition.getAsBoolean();
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        TaskEndReason reason = end.reason();
        if (reason instanceof ExecutorLostFailure || reason instanceof FetchFailed) {
            losses.incrementAndGet();
        } else if (reason instanceof ExceptionFailure failure && REJECTED.equals(failure.className())) {
            losses.incrementAndGet();
            ending.add(end.taskInfo().executorId());
        }
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        ending.remove(removed.executorId());
    }
}
