package io.sparkformer.jobs.baseline;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitManifest;
import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.BaselineConfig;
import io.sparkformer.jobs.config.ExperimentConfig;
import java.io.IOException;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fits MLlib's multinomial logistic regression to the prepared pixels and measures it on another split.
 *
 * <p>The result is the same on every run up to {@value #PARTITION_BYTES} bytes of training pixels: they form one
 * partition. Above, MLlib adds up the partitions' gradients in the order in which they happen to finish.
 */
public final class BaselineJob implements Job {
    private static final long PARTITION_BYTES = 1L << 30;

    @Override
    public JobResult run(JobContext context) throws IOException {
        ExperimentConfig experiment = context.experiment();
        PreparedData prepared = open(context, experiment.data().directory());
        SplitManifest train = split(prepared, "data.train", experiment.data().train());
        SplitManifest test =
                split(prepared, "evaluation.split", experiment.evaluation().split());
        if (prepared.manifest().classes().size() < 2) {
            throw new UserError(
                    "data.directory = " + experiment.data().directory() + " has one class: there is nothing to learn",
                    "Prepare images of two classes or more");
        }

        Dataset<Row> trainRows = PixelRows.of(context.spark(), prepared, train.name(), partitions(prepared, train));
        LogisticRegressionModel model = fit(experiment.baseline(), trainRows);
        Dataset<Row> testRows = PixelRows.of(context.spark(), prepared, test.name(), partitions(prepared, test));
        Scores scores = measure(model, testRows);

        new BaselineReport(context, train.samples(), model.summary(), scores).write();
        return JobResult.succeeded();
    }

    private static PreparedData open(JobContext context, String directory) {
        try {
            return PreparedData.open(context.hadoop(), directory);
        } catch (IOException unreadable) {
            throw new UserError(
                    "data.directory = " + directory + " cannot be read: " + unreadable.getMessage(),
                    "Correct data.directory, or run prepare-images first",
                    unreadable);
        }
    }

    private static SplitManifest split(PreparedData prepared, String key, String name) {
        List<String> names =
                prepared.manifest().splits().stream().map(SplitManifest::name).toList();
        return prepared.manifest()
                .split(name)
                .orElseThrow(() -> new UserError(
                        key + " = " + name + ": " + prepared.directory() + " has no such split",
                        "Use one of " + names));
    }

    private static int partitions(PreparedData prepared, SplitManifest split) {
        long bytes = split.samples() * prepared.manifest().images().schema().imageBytes() * Double.BYTES;
        return Math.toIntExact(1 + bytes / PARTITION_BYTES);
    }

    private static LogisticRegressionModel fit(BaselineConfig config, Dataset<Row> rows) {
        return new LogisticRegression()
                .setLabelCol(PixelRows.LABEL)
                .setFeaturesCol(PixelRows.FEATURES)
                .setFamily("multinomial")
                .setMaxIter(config.maxIterations())
                .setRegParam(config.regularization())
                .fit(rows);
    }

    private static Scores measure(LogisticRegressionModel model, Dataset<Row> rows) {
        List<double[]> parts = model.transform(rows)
                .select(PixelRows.LABEL, model.getProbabilityCol())
                .toJavaRDD()
                .mapPartitions(part -> List.of(Scores.of(part).toArray()).iterator())
                .collect();
        return parts.stream().map(Scores::ofArray).reduce(Scores.NONE, Scores::plus);
    }
}
