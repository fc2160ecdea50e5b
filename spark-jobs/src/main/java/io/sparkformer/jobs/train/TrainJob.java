package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.config.ExchangeChoice;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.evaluate.Evaluator;
import io.sparkformer.jobs.exchange.Averaging;
import io.sparkformer.jobs.exchange.Exchange;
import io.sparkformer.jobs.exchange.Exchanges;
import io.sparkformer.jobs.exchange.RetryingExchange;
import io.sparkformer.jobs.exchange.TaskDeadline;
import io.sparkformer.jobs.preflight.DataPlace;
import io.sparkformer.jobs.preflight.Findings;
import io.sparkformer.jobs.preflight.LocalOutput;
import io.sparkformer.jobs.preflight.Preflight;
import io.sparkformer.jobs.preflight.Problem;
import io.sparkformer.jobs.report.MetricsLog;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.TrainingSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * {@code train}: trains the configured model on prepared data: from the newest checkpoint of the output directory, or else
 * from the weights that the configuration names, or else from scratch.
 */
public final class TrainJob implements Job {
    @Override
    public boolean pollsStopSignal() {
        return true;
    }

    @Override
    public JobResult run(JobContext context) throws Exception {
        ExperimentConfig experiment = context.experiment();
        PreparedData data =
                PreparedData.open(context.hadoop(), experiment.data().directory());
        TrainingData.check(data.manifest(), experiment);
        CheckpointStore checkpoints = new CheckpointStore(
                context.output().fileSystem(), context.output().resolve(CheckpointStore.DIRECTORY));
        Optional<Checkpoint> newest = checkpoints.newest(context.progress()::message);
        DataHistory history = newest.map(
                        checkpoint -> Continuation.of(checkpoint.header(), context.configuration(), data))
                .orElse(DataHistory.START);
        RunSpec run = spec(context, data, history);
        FineTuning.check(run);
        WeightsOrigin weights =
                newest.isPresent() ? null : WeightsOrigin.of(run, context.hadoop(), context.progress()::message);
        if (weights != null) {
            context.summary().put("initialization", weights.initialization());
        }
        context.storeConfiguration();

        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(context.spark().sparkContext());
        String fingerprint = preflight(context, spark, run, newest);
        RunStart start = RunStart.of(run, data, newest, weights);
        LocalSteps work = new LocalSteps(
                run, fingerprint, spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration())));
        Exchange exchange = new RetryingExchange(
                Exchanges.of(
                        spark, work, start.averaging(), experiment.training().exchange()),
                spark,
                context.progress()::message);
        Evaluator evaluator = new Evaluator(spark, run, experiment.evaluation().batchSize());
        try (TaskDeadline deadline = new TaskDeadline(
                        spark, experiment.training().taskDeadlineMinutes(), context.progress()::message);
                MetricsLog metrics =
                        MetricsLog.open(context.output(), start.position().round())) {
            Identity identity = new Identity(run, context.configuration(), data, fingerprint, history);
            TrainingReport report = new TrainingReport(context, metrics);
            return new Trainer(context, identity, exchange, evaluator, checkpoints, report)
                    .run(() -> RunStart.of(run, data, checkpoints.newest(context.progress()::message), weights));
        }
    }

    /** Refuses everything that would stop the run later, at once, and returns the executors' fingerprint. */
    private static String preflight(
            JobContext context, JavaSparkContext spark, RunSpec run, Optional<Checkpoint> newest) {
        DataPlace data = new DataPlace(
                run.dataDirectory(),
                run.dataVersion(),
                context.experiment().data().train());
        Findings findings = Preflight.inspect(context, spark, data);
        List<Problem> problems = new ArrayList<>(MemoryPreflight.problems(context, spark, run, findings));
        newest.ifPresent(checkpoint ->
                problems.addAll(Fingerprints.problems(checkpoint.header().fingerprint(), findings)));
        Averaging averaging = RunStart.averaging(run);
        ExchangeChoice exchange = Exchanges.chosen(
                spark, averaging, context.experiment().training().exchange());
        ExchangePreflight room = new ExchangePreflight(spark, averaging.layout(), exchange);
        problems.addAll(room.problems(Runtime.getRuntime().maxMemory()));
        return findings.and(problems)
                .warning(room.warnings(findings))
                .warning(LocalOutput.warnings(context, spark.master(), exchange))
                .require(context);
    }

    private static RunSpec spec(JobContext context, PreparedData data, DataHistory history) {
        ExperimentConfig experiment = context.experiment();
        return new RunSpec(
                UUID.randomUUID().toString(),
                context.configuration().toJson(),
                experiment.data().directory(),
                data.version(),
                DataTraits.of(data.manifest()),
                Geometries.totalSteps(experiment.training(), TrainingSamples.count(data, experiment), history.origin()),
                history.origin());
    }
}
