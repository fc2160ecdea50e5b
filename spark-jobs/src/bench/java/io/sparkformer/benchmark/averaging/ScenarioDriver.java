package io.sparkformer.benchmark.averaging;

import io.sparkformer.benchmark.data.Medians;
import io.sparkformer.jobs.exchange.Averaging;
import io.sparkformer.jobs.exchange.Exchange;
import io.sparkformer.jobs.exchange.Exchanges;
import io.sparkformer.jobs.exchange.LocalWork;
import io.sparkformer.jobs.exchange.Position;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.exchange.RoundOutcome;
import io.sparkformer.jobs.exchange.RunState;
import io.sparkformer.jobs.exchange.Slots;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.SyntheticOrigin;
import io.sparkformer.jobs.exchange.SyntheticWork;
import io.sparkformer.jobs.exchange.TaskDeadline;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.PlainAverage;
import io.sparkformer.model.optimizer.ScheduleConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Runs one scenario in a process of its own and prints what it measured. */
public final class ScenarioDriver {
    /** What the lines with results begin with. */
    static final String RESULT = "RESULT ";

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int WORK = 12;
    private static final ScheduleConfig SCHEDULE = new ScheduleConfig(ScheduleConfig.Shape.CONSTANT, 1, 0, 1);

    private final Scenario scenario;
    private final JavaSparkContext spark;
    private final AtomicLong received = new AtomicLong();
    private final StageTimes stages = new StageTimes();
    private final List<Double> computing = new ArrayList<>();

    private ScenarioDriver(Scenario scenario, JavaSparkContext spark) {
        this.scenario = scenario;
        this.spark = spark;
        spark.sc().addSparkListener(stages);
        spark.sc().addSparkListener(new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                if (end.taskMetrics() != null) {
                    received.addAndGet(end.taskMetrics().resultSize());
                }
            }
        });
    }

    /** Runs the scenario that the arguments describe: a master, and then its own. */
    public static void main(String[] arguments) throws Exception {
        Scenario scenario = Scenario.of(Arrays.copyOfRange(arguments, 1, arguments.length));
        SparkConf settings = new SparkConf().setAppName("averaging").setMaster(arguments[0]);
        try (JavaSparkContext spark = new JavaSparkContext(settings)) {
            new ScenarioDriver(scenario, spark).run();
        }
    }

    private void run() throws Exception {
        awaitExecutors();
        StateLayout layout = scenario.layout();
        LocalWork work = new SyntheticWork("benchmark", layout);
        Averaging averaging = new Averaging(layout, new PlainAverage(), SCHEDULE, 0, 1, 0);
        Exchange exchange = Exchanges.of(spark, work, averaging, scenario.exchange());
        RunState state = exchange.begin(Position.start(1), new SyntheticOrigin(layout));
        state = rounds(exchange, state, 1, scenario.warmup(), new ArrayList<>());
        long heapBefore = usedHeap();
        Map<String, ProcessFigures> before = executors();
        long loopback = ProcessFigures.loopbackBytes();
        long receivedBefore = received.get();
        List<Double> seconds = new ArrayList<>();
        stages.clear();
        computing.clear();
        state = rounds(exchange, state, scenario.warmup() + 1, scenario.rounds(), seconds);
        double traffic = (ProcessFigures.loopbackBytes() - loopback) / 1e6 / scenario.rounds();
        double[] times = seconds.stream().mapToDouble(Double::doubleValue).toArray();
        Collections.sort(seconds);
        print(
                "trainingSeconds",
                stages.median(TaskDeadline.TRAINING),
                "averagingSeconds",
                stages.median(TaskDeadline.AVERAGING));
        print(
                "computingSeconds",
                Medians.of(computing.stream().mapToDouble(Double::doubleValue).toArray()));
        double exchanged = layout.exchangedBytes() / 1e6;
        print("seconds", Medians.of(times), "least", seconds.get(0), "most", seconds.get(seconds.size() - 1));
        print("exchangedMegabytes", exchanged, "trafficPerReplica", traffic / scenario.workers() / exchanged);
        print("driverReceivedKilobytes", (received.get() - receivedBefore) / 1e3 / scenario.rounds());
        print("driverHeapGrowthMegabytes", (usedHeap() - heapBefore) / 1e6);
        StringBuilder executors = new StringBuilder();
        executors().forEach((executor, now) -> {
            ProcessFigures then = before.getOrDefault(executor, now);
            executors
                    .append(executors.isEmpty() ? "" : ", ")
                    .append('{')
                    .append(json(
                            "peakShare",
                            now.peakMegabytes() * 1.048576 / exchanged,
                            "peakMegabytes",
                            now.peakMegabytes(),
                            "residentMegabytes",
                            now.residentMegabytes(),
                            "residentGrowthMegabytes",
                            now.residentMegabytes() - then.residentMegabytes(),
                            "files",
                            now.files(),
                            "fileGrowth",
                            now.files() - then.files(),
                            "writtenMegabytes",
                            now.writtenMegabytes() - then.writtenMegabytes()))
                    .append('}');
        });
        System.out.println(RESULT + "\"executors\": [" + executors + "]");
        System.out.println(RESULT + "\"merkle\": \"" + state.parametersMerkle() + "\"");
        state.close();
    }

    private void awaitExecutors() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Slots.executors(spark) < scenario.executors()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("of " + scenario.master() + " only " + Slots.executors(spark)
                        + " executors came within " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(50);
        }
    }

    private RunState rounds(Exchange exchange, RunState start, int first, int count, List<Double> seconds)
            throws IOException {
        RunState state = start;
        for (int number = first; number < first + count; number++) {
            long since = System.nanoTime();
            RoundOutcome outcome = exchange.run(new Round(number, 10L * number, 10), state);
            state.close();
            double taken = (System.nanoTime() - since) / 1e9;
            seconds.add(taken);
            computing.add(taken - outcome.secondsAveraging());
            state = outcome.state();
        }
        return state;
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Every executor's figures. */
    private Map<String, ProcessFigures> executors() {
        Map<String, ProcessFigures> figures = new TreeMap<>();
        List<Integer> places = Collections.nCopies(WORK, 0);
        for (ProcessFigures found : spark.parallelize(places, places.size())
                .map(place -> {
                    Thread.sleep(100);
                    return ProcessFigures.here(SparkEnv.get().executorId());
                })
                .collect()) {
            figures.put(found.executor(), found);
        }
        return figures;
    }

    private static void print(Object... namesAndValues) {
        System.out.println(RESULT + json(namesAndValues));
    }

    private static String json(Object... namesAndValues) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            double value = ((Number) namesAndValues[i + 1]).doubleValue();
            // What there was none of, such as an averaging stage where the driver averages, has no figure.
            if (!Double.isNaN(value)) {
                pairs.add("\"" + namesAndValues[i] + "\": " + value);
            }
        }
        return String.join(", ", pairs);
    }
}
