package io.sparkformer.jobs.preflight;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.preflight.ProbeTask.Subject;
import io.sparkformer.jobs.runtime.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the cluster before anything is trained on it: the settings, the driver's own reach, and by one short job, or two
 * where the first did not come to every executor, what each executor computes, holds and reaches.
 */
public final class Preflight {
    private static final long HOLD_MILLIS = 300;
    private static final int TASKS_PER_SLOT = 2;
    private static final int MOST_PLACES_NAMED = 5;

    private final JobContext context;
    private final JavaSparkContext spark;
    private final ExperimentConfig experiment;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    private Preflight(JobContext context, JavaSparkContext spark) {
        this.context = context;
        this.spark = spark;
        this.experiment = context.experiment();
    }

    /**
     * Looks at everything.
     *
     * @param data what executors will read; null for none
     * @return what was found; its problems are still to be told
     */
    public static Findings inspect(JobContext context, JavaSparkContext spark, @Nullable DataPlace data) {
        Preflight preflight = new Preflight(context, spark);
        List<ExecutorReport> reports = preflight.probe(data);
        preflight.judge(reports, data == null ? "" : data.directory());
        return new Findings(reports, preflight.problems, preflight.warnings);
    }

    private List<ExecutorReport> probe(@Nullable DataPlace data) {
        Subject subject = new Subject(experiment.engine(), experiment.precision(), data, experiment.output(), 0);
        Broadcast<SerializableConfiguration> hadoop =
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        try {
            int slots = Math.max(experiment.training().workers(), spark.defaultParallelism());
            TreeMap<String, ExecutorReport> reports = new TreeMap<>();
            probe(new ProbeTask(subject, hadoop), Math.max(1, slots), reports);
            if (executorsOf(reports) < executors()) {
                ProbeTask holding = new ProbeTask(subject.holding(HOLD_MILLIS), hadoop);
                probe(holding, TASKS_PER_SLOT * Math.max(slots, executors()), reports);
            }
            if (executorsOf(reports) < executors()) {
                warnings.add(new Problem(
                        "Only " + executorsOf(reports) + " of " + executors()
                                + " executors had a slot for a look around",
                        "Nothing, if other jobs use them: each is checked again when it gets its first task"));
            }
            return List.copyOf(reports.values());
        } finally {
            hadoop.destroy();
        }
    }

    private void probe(ProbeTask task, int tasks, Map<String, ExecutorReport> reports) {
        List<Integer> places = IntStream.range(0, tasks).boxed().toList();
        Wire.parallelize(spark, places).map(task).collect().forEach(bytes -> {
            ExecutorReport report = Wire.fromBytes(bytes, ExecutorReport.class);
            reports.put(report.executor() + " " + report.gpus(), report);
        });
    }

    private static long executorsOf(Map<String, ExecutorReport> reports) {
        return reports.values().stream()
                .map(ExecutorReport::executor)
                .distinct()
                .count();
    }

    /** Executors that have come; the driver, which Spark lists too, is one in a local master only. */
    private int executors() {
        int listed = spark.sc().statusTracker().getExecutorInfos().length;
        return spark.isLocal() ? 1 : listed - 1;
    }

    private void judge(List<ExecutorReport> reports, String dataDirectory) {
        ClusterSettings settings = ClusterSettings.of(spark);
        boolean gpu = reports.stream().anyMatch(report -> Backends.isGpu(report.backend()));
        problems.addAll(settings.problems(experiment.training().shares(), gpu));
        warnings.addAll(settings.warnings(experiment.training().shares(), gpu));
        problems.addAll(Backends.problems(reports));
        if (settings.taskGpus() == 1) {
            judgeGpus(reports);
        }
        judgeReach(reports, dataDirectory);
        judgeDriversOutput();
    }

    private void judgeGpus(List<ExecutorReport> reports) {
        for (ExecutorReport report : reports) {
            if (report.gpus().size() != 1) {
                problems.add(new Problem(
                        report.place() + " gave a task the GPUs " + report.gpus() + " instead of one",
                        "Check spark.executor.resource.gpu.discoveryScript (submit-scripts/discover-gpus.sh)"));
            }
        }
    }

    private void judgeReach(List<ExecutorReport> reports, String dataDirectory) {
        List<ExecutorReport> blind =
                reports.stream().filter(report -> report.dataFailure() != null).toList();
        if (!blind.isEmpty()) {
            problems.add(new Problem(
                    "data.directory = " + dataDirectory + " cannot be read by " + places(blind) + ": "
                            + blind.get(0).dataFailure(),
                    "Put the prepared data where every machine reads them (HDFS, S3, a mounted disk), or correct"
                            + " permissions"));
        }
        List<ExecutorReport> mute = reports.stream()
                .filter(report -> report.outputFailure() != null)
                .toList();
        if (!mute.isEmpty()) {
            problems.add(new Problem(
                    "output = " + experiment.output() + " cannot be written by " + places(mute) + ": "
                            + mute.get(0).outputFailure(),
                    "Correct the permissions, or give another --output"));
        }
    }

    private static String places(List<ExecutorReport> reports) {
        String named = String.join(
                ", ",
                reports.stream()
                        .limit(MOST_PLACES_NAMED)
                        .map(ExecutorReport::place)
                        .toList());
        int more = reports.size() - MOST_PLACES_NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    private void judgeDriversOutput() {
        try {
            ProbeTask.writeAndDelete(
                    context.output().fileSystem(), context.output().path());
        } catch (IOException | UserError e) {
            problems.add(new Problem(
                    "output = " + experiment.output() + " cannot be written by the driver: " + ProbeTask.describe(e),
                    "Correct the permissions, make room, or give another --output"));
        }
    }
}
