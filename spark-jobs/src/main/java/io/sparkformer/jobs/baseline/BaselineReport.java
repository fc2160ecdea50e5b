package io.sparkformer.jobs.baseline;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.report.Chart;
import io.sparkformer.jobs.report.HtmlReport;
import io.sparkformer.jobs.report.ReportContent;
import io.sparkformer.jobs.report.ReportContent.Fact;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.LogisticRegressionTrainingSummary;

/**
 * What the job tells: summary, report, and a line for the person who waits.
 *
 * @param context of the job
 * @param trainSamples how many the model was fitted to
 * @param fit how fitting went
 * @param scores on the split to measure
 */
record BaselineReport(JobContext context, long trainSamples, LogisticRegressionTrainingSummary fit, Scores scores) {
    void write() throws IOException {
        String split = context.experiment().evaluation().split();
        context.summary()
                .put("samples", scores.samples())
                .put("trainSamples", trainSamples)
                .put("iterations", fit.totalIterations())
                .put("split", split)
                .put("top1", scores.top1())
                .put("top5", scores.top5())
                .put("loss", scores.loss());
        context.output().writeAtomically(HtmlReport.FILE, HtmlReport.toBytes(content(split)));
        context.out()
                .printf(
                        Locale.ROOT,
                        "%s: %d samples, top-1 %.4f, top-5 %.4f, loss %.4f (logistic regression)%n",
                        split,
                        scores.samples(),
                        scores.top1(),
                        scores.top5(),
                        scores.loss());
    }

    private ReportContent content(String split) {
        List<Fact> facts = List.of(
                new Fact("Top-1", percent(scores.top1())),
                new Fact("Top-5", percent(scores.top5())),
                new Fact("Loss", String.format(Locale.ROOT, "%.4f", scores.loss())),
                new Fact("Samples", Long.toString(scores.samples())),
                new Fact("Training samples", Long.toString(trainSamples)));
        return new ReportContent(
                "Logistic regression on " + split,
                "MLlib's multinomial logistic regression on the pixels of "
                        + context.experiment().data().directory(),
                facts,
                List.of(objective()),
                null,
                context.configuration().toJson());
    }

    private Chart objective() {
        double[] history = fit.objectiveHistory();
        List<Chart.Point> points = IntStream.range(0, history.length)
                .mapToObj(iteration -> new Chart.Point(iteration, history[iteration]))
                .toList();
        return new Chart(
                "Objective",
                "iteration",
                Chart.Unit.NUMBER,
                List.of(new Chart.Series("training loss with penalty", points, false)));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
