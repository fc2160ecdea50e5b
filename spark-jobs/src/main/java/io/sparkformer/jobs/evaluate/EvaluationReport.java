package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.report.AveragePrecisionTable;
import io.sparkformer.jobs.report.ClassResults;
import io.sparkformer.jobs.report.ClassificationTable;
import io.sparkformer.jobs.report.HtmlReport;
import io.sparkformer.jobs.report.Numbers;
import io.sparkformer.jobs.report.ReportContent;
import io.sparkformer.jobs.report.ReportContent.Fact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What an evaluation tells: summary, report, and a few lines for the person who waits. */
final class EvaluationReport {
    private final JobContext context;
    private final TrainedModel model;

    EvaluationReport(JobContext context, TrainedModel model) {
        this.context = context;
        this.model = model;
    }

    void write(Evaluation evaluation, ClassMetrics classes) throws IOException {
        summarize(evaluation);
        context.summary().put("perClass", classes.perClass()).put("confusion", classes.confusion());
        writePage(facts(evaluation), new ClassificationTable(classes.classes(), classes.confusion()));
        print(evaluation, "");
    }

    /**
     * The same for guesses at tokens, of which nobody wants a table of classes.
     *
     * @param entropy of the training split's tokens, each for itself, in nats: the loss of who knows nothing but how frequent
     *     they are
     */
    void writeTokens(Evaluation evaluation, double entropy) throws IOException {
        double perplexity = StrictMath.exp(evaluation.loss());
        summarize(evaluation);
        context.summary().put("perplexity", perplexity).put("unigramEntropy", entropy);
        List<Fact> facts = new ArrayList<>(facts(evaluation));
        facts.add(new Fact("Perplexity", String.format(Locale.ROOT, "%.2f", perplexity)));
        facts.add(new Fact("Unigram entropy", String.format(Locale.ROOT, "%.4f", entropy)));
        writePage(facts, null);
        print(evaluation, String.format(Locale.ROOT, "perplexity %.2f, unigram entropy %.4f, ", perplexity, entropy));
    }

    /** The same for other questions without classes: how many are answered right, and the loss. */
    void write(Evaluation evaluation) throws IOException {
        summarize(evaluation);
        writePage(facts(evaluation), null);
        print(evaluation, "");
    }

    /** The same for classes that do not exclude each other. */
    void write(MultiLabelEvaluation evaluation) throws IOException {
        OptionalDouble mean = evaluation.meanAveragePrecision();
        summarize(evaluation.overall());
        context.summary()
                .put("meanAveragePrecision", mean.isPresent() ? mean.getAsDouble() : null)
                .put("perClass", evaluation.perClass());
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Mean average precision", mean.isPresent() ? Numbers.percent(mean.getAsDouble()) : "none"));
        facts.addAll(facts(evaluation.overall()));
        writePage(facts, new AveragePrecisionTable(evaluation.perClass()));
        String figure = mean.isPresent() ? String.format(Locale.ROOT, "%.4f", mean.getAsDouble()) : "none";
        print(evaluation.overall(), "mean average precision " + figure + ", ");
    }

    private void summarize(Evaluation evaluation) {
        context.summary()
                .put("samples", evaluation.samples())
                .put("split", model.split().name())
                .put("top1", evaluation.top1())
                .put("top5", evaluation.top5())
                .put("loss", evaluation.loss())
                .put("checkpointStep", model.checkpoint().step())
                .put("parametersSha256", model.checkpoint().parametersSha256());
    }

    private void writePage(List<Fact> facts, @Nullable ClassResults classes) throws IOException {
        context.output()
                .writeAtomically(
                        HtmlReport.FILE,
                        HtmlReport.toBytes(new ReportContent(
                                "Evaluation on " + model.split().name(),
                                model.checkpoint().toString(),
                                facts,
                                List.of(),
                                classes,
                                context.configuration().toJson())));
    }

    private void print(Evaluation evaluation, String first) {
        context.out()
                .printf(
                        Locale.ROOT,
                        "%s: %d samples, %stop-1 %.4f, top-5 %.4f, loss %.4f%n",
                        model.split().name(),
                        evaluation.samples(),
                        first,
                        evaluation.top1(),
                        evaluation.top5(),
                        evaluation.loss());
    }

    private static List<Fact> facts(Evaluation evaluation) {
        return List.of(
                new Fact("Top-1", Numbers.percent(evaluation.top1())),
                new Fact("Top-5", Numbers.percent(evaluation.top5())),
                new Fact("Loss", String.format(Locale.ROOT, "%.4f", evaluation.loss())),
                new Fact("Samples", Long.toString(evaluation.samples())));
    }
}
