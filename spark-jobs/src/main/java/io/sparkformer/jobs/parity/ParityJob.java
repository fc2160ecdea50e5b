package io.sparkformer.jobs.parity;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.preflight.DataPlace;
import io.sparkformer.jobs.preflight.ExecutorReport;
import io.sparkformer.jobs.preflight.Findings;
import io.sparkformer.jobs.preflight.Preflight;
import io.sparkformer.jobs.train.ExchangeKind;
import io.sparkformer.jobs.train.TrialRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * {@code parity}: shows on this cluster, by a task of its own, that distributed training keeps its promises. Four replicas
 * that average after every step are one machine with the joint batch; with all slots or a single one the bits are the same;
 * every executor computes alike; every exchange gives the bits of the others.
 */
public final class ParityJob implements Job {
    private static final String DIRECTORY = "parity-data";
    private static final double TOLERANCE = 1e-4;

    private static final List<String> TINY = List.of(
            "prepare.image-size=8",
            "prepare.channels=1",
            "prepare.patch-size=4",
            "model.variant=custom",
            "model.patch-size=4",
            "model.width=16",
            "model.depth=2",
            "model.heads=2",
            "model.mlp-width=32",
            "model.dropout=0.1",
            "model.stochastic-depth=0.1",
            "augmentation.crop.enabled=true",
            "training.epochs=2",
            "data.tune=\"\"");

    /** Nothing but sums and products by constants: here averaging is, in theory, exactly the joint batch. */
    private static final List<String> MOMENTUM = List.of(
            "training.optimizer.type=sgd",
            "training.optimizer.momentum=0.9",
            "training.schedule.learning-rate=0.05",
            "training.schedule.warmup-steps=0",
            "training.clip-norm=0",
            "training.local-steps=1");

    /** All that a run can carry from round to round. */
    private static final List<String> STATEFUL = List.of(
            "training.optimizer-state=keep",
            "training.outer.type=nesterov",
            "training.ema-decay=0.9",
            "training.local-steps=3",
            "training.schedule.warmup-steps=2");

    private static final List<String> FOUR = List.of("training.workers=4", "training.batch-size=4");
    private static final List<String> ONE = List.of("training.workers=1", "training.batch-size=16");

    @Override
    public JobResult run(JobContext context) throws Exception {
        String directory = new Path(context.output().path(), DIRECTORY).toString();
        PreparedData data = SyntheticImages.in(context.hadoop(), directory);
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(context.spark().sparkContext());
        Findings findings = Preflight.inspect(context, spark, new DataPlace(directory, data.version(), "train"));
        String fingerprint = findings.require(context);
        Trials trials = new Trials(context, spark, data, fingerprint);
        List<Check> checks = new ArrayList<>();
        for (ExchangeKind kind : ExchangeKind.values()) {
            checks.addAll(trials.checks(kind));
        }
        tell(context, findings, checks);
        return JobResult.succeeded();
    }

    private static void tell(JobContext context, Findings findings, List<Check> checks) {
        findings.reports().stream()
                .map(report -> report.place() + ": " + report.backend() + ", fingerprint " + report.fingerprint()
                        + (report.gpus().isEmpty() ? "" : ", GPU " + report.gpus()))
                .distinct()
                .forEach(context.out()::println);
        checks.forEach(context.out()::println);
        context.summary()
                .put(
                        "executors",
                        findings.reports().stream()
                                .map(ExecutorReport::executor)
                                .distinct()
                                .count())
                .put("fingerprint", findings.reports().get(0).fingerprint())
                .put("warnings", findings.warnings())
                .put("checks", checks)
                .put("samples", 2L * SyntheticImages.SAMPLES);
        List<Check> failed = checks.stream().filter(check -> !check.passed()).toList();
        if (!failed.isEmpty()) {
            throw new UserError(
                    failed.size() + " of " + checks.size() + " promises do not hold on this cluster",
                    "Do not trust results of this cluster; please report it with summary.json");
        }
    }

    /** The trainings of one call. */
    private record Trials(JobContext context, JavaSparkContext spark, PreparedData data, String fingerprint) {
        private TrialRun train(ExchangeKind kind, List<String> one, List<String> other) throws IOException {
            List<String> pairs = new ArrayList<>();
            Stream.of(TINY, one, other).forEach(pairs::addAll);
            pairs.add("engine=" + context.experiment().engine().name().toLowerCase(Locale.ROOT));
            pairs.add("data.directory=" + data.directory());
            pairs.add("output=" + context.experiment().output());
            ResolvedConfig configuration = ConfigLoader.load(null, pairs, JobName.TRAIN);
            return TrialRun.of(spark, kind, configuration, data, fingerprint);
        }

        List<Check> checks(ExchangeKind kind) throws IOException {
            String name = kind.reportName();
            double distance = train(kind, MOMENTUM, FOUR).relativeDistance(train(kind, MOMENTUM, ONE));
            Check joint = new Check(
                    name,
                    "4 replicas, averaged each step (SGD, momentum) = 1 with the joint batch",
                    String.format(Locale.ROOT, "%.1e of the way (limit %.0e)", distance, TOLERANCE),
                    distance <= TOLERANCE);
            TrialRun all = train(kind, STATEFUL, FOUR);
            int slots = spark.defaultParallelism();
            Check bits =
                    same(name, "the same bits on " + slots + " slots and on 1 of them", all, onOneSlot(kind, slots));
            if (kind == ExchangeKind.DRIVER) {
                return List.of(joint, bits);
            }
            TrialRun oracle = train(ExchangeKind.DRIVER, STATEFUL, FOUR);
            return List.of(joint, bits, same(name, "the same bits as the exchange through the driver", oracle, all));
        }

        private TrialRun onOneSlot(ExchangeKind kind, int slots) throws IOException {
            try (OccupiedSlots occupied = new OccupiedSlots(spark, slots - 1)) {
                return train(kind, STATEFUL, FOUR);
            }
        }

        private static Check same(String exchange, String promise, TrialRun one, TrialRun other) {
            boolean equal = one.hashes().equals(other.hashes());
            String found = one.hashes().size() + " rounds, " + (equal ? "all equal" : "not equal");
            return new Check(exchange, promise, found, equal);
        }
    }
}
