package io.sparkformer.jobs.exchange;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Finds tasks that hang: on a disk that does not answer, in a process that was stopped. They are named, killed, and tried again by
 * Spark, elsewhere if there is an elsewhere. Spark by itself waits for a task as long as its executor says that it is alive.
 */
public final class TaskDeadline extends SparkListener implements AutoCloseable {
    /** How the stages of a round are called; what is between the words and the number of the task is told in messages. */
    public static final String TRAINING = "training of worker";

    /** The stages that average. */
    public static final String AVERAGING = "averaging of part";

    /** Without a deadline of the user's: so many times the longest task so far. */
    private static final int TIMES_LONGEST = 20;

    private static final Duration LEAST = Duration.ofMinutes(5);
    private static final Duration FIRST = Duration.ofHours(2);
    private static final long PAUSE_SECONDS = 5;

    private final JavaSparkContext spark;
    private final Duration given;
    private final Consumer<String> messages;
    private final Map<Integer, String> phases = new ConcurrentHashMap<>();
    private final Map<Long, Running> running = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock;
    private volatile long longestMillis;

    private record Running(String what, String where, long since) {}

    /**
     * Watches the rounds of an application.
     *
     * @param minutes after which a task hangs; 0 takes twenty times the longest task so far, and at least five minutes
     * @param messages told of every task that hangs
     */
    public TaskDeadline(JavaSparkContext spark, double minutes, Consumer<String> messages) {
        this.spark = spark;
        this.given = Duration.ofMillis(Math.round(minutes * 60_000));
        this.messages = messages;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "task-deadline");
            thread.setDaemon(true);
            return thread;
        });
        spark.sc().addSparkListener(this);
        var unused = clock.scheduleWithFixedDelay(this::look, PAUSE_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
        CollectionConverters.asJava(submitted.stageInfo().rddInfos()).stream()
                .map(info -> info.name())
                .filter(name -> TRAINING.equals(name) || AVERAGING.equals(name))
                .findFirst()
                .ifPresent(name -> phases.put(submitted.stageInfo().stageId(), name));
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
        String phase = phases.get(start.stageId());
        if (phase != null) {
            TaskInfo task = start.taskInfo();
            running.put(
                    task.taskId(),
                    new Running(
                            phase + " " + task.index(),
                            "executor " + task.executorId() + " on " + task.host(),
                            System.currentTimeMillis()));
        }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        Running ended = running.remove(end.taskInfo().taskId());
        if (ended != null && end.taskInfo().successful()) {
            longestMillis = Math.max(longestMillis, System.currentTimeMillis() - ended.since());
        }
    }

    private void look() {
        long deadline = deadlineMillis();
        long now = System.currentTimeMillis();
        running.forEach((task, what) -> {
            if (now - what.since() > deadline && running.remove(task, what)) {
                messages.accept(String.format(
                        Locale.ROOT,
                        "the %s hangs for %d s at %s: it is killed, and tried again",
                        what.what(),
                        (now - what.since()) / 1000,
                        what.where()));
                spark.sc().killTaskAttempt(task, true, "it hangs");
            }
        });
    }

    private long deadlineMillis() {
        if (!given.isZero()) {
            return given.toMillis();
        }
        long longest = longestMillis;
        return longest == 0 ? FIRST.toMillis() : Math.max(LEAST.toMillis(), TIMES_LONGEST * longest);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        spark.sc().removeSparkListener(this);
    }
}
