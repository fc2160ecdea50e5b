package io.sparkformer.jobs.baseline;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitManifest;
import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.BaselineConfig;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.report.HtmlReport;
import io.sparkformer.jobs.report.ReportContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
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
        SplitManifest test = split(prepared, "evaluation.split", experiment.evaluation().split());
        if (prepared.manifest().classes().size() < 2) {
            throw new UserError(
                    "data.directory = " + experiment.data().directory() + " has one class: there is nothing to learn",
                    "Prepare images of two classes or more");
        }

        Dataset<Row> trainRows = PixelRows.of(context.spark(), prepared, train.name(), partitions(prepared, train));
        LogisticRegressionModel model = fit(experiment.baseline(), trainRows);
        Dataset<Row> testRows = PixelRows.of(context.spark(), prepared, test.name(), partitions(prepared, test));
        Scores scores = measure(model, testRows);

        tell(context, train, model, scores);
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
                        key + " = " + name + ": " + prepared.directory() + " has no such split", "Use one of " + names));
    }

    private static int partitions(PreparedData prepared, SplitManifest split) {
        long bytes = split.samples() * prepared.manifest().schema().imageBytes() * Double.BYTES;
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

    private static void tell(JobContext context, SplitManifest train, LogisticRegressionModel model, Scores scores)
            throws IOException {
        String split = context.experiment().evaluation().split();
        int iterations = model.summary().totalIterations();
        context.summary()
                .put("samples", scores.samples())
                .put("trainSamples", train.samples())
                .put("iterations", iterations)
                .put("split", split)
                .put("top1", scores.top1())
                .put("top5", scores.top5())
                .put("loss", scores.loss());
        context.progress()
                .message(String.format(
                        Locale.ROOT,
                        "logistic regression on %,d samples of %s: top-1 %.4f, top-5 %.4f, loss %.4f",
                        scores.samples(),
                        split,
                        scores.top1(),
                        scores.top5(),
                        scores.loss()));
    }
}
