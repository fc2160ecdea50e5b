package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.report.ClassificationTable;
import io.sparkformer.jobs.report.HtmlReport;
import io.sparkformer.jobs.report.ReportContent;
import io.sparkformer.jobs.report.ReportContent.Fact;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What an evaluation tells: summary, report, and a few lines for the person who waits. */
final class EvaluationReport {
    private final JobContext context;
    private final TrainedModel model;

    EvaluationReport(JobContext context, TrainedModel model) {
        this.context = context;
        this.model = model;
    }

    void write(Evaluation evaluation, ClassMetrics classes) throws IOException {
        context.summary()
                .put("samples", evaluation.samples())
                .put("split", model.split().name())
                .put("top1", evaluation.top1())
                .put("top5", evaluation.top5())
                .put("loss", evaluation.loss())
                .put("checkpointStep", model.checkpoint().step())
                .put("parametersSha256", model.checkpoint().parametersSha256())
                .put("perClass", classes.perClass())
                .put("confusion", classes.confusion());
        context.output()
                .writeAtomically("report.html", html(evaluation, classes).getBytes(StandardCharsets.UTF_8));
        print(context.out(), evaluation);
    }

    /** The same for classes that do not exclude each other. */
    void write(MultiLabelEvaluation evaluation) throws IOException {
        Evaluation overall = evaluation.overall();
        OptionalDouble mean = evaluation.meanAveragePrecision();
        context.summary()
                .put("samples", overall.samples())
                .put("split", model.split().name())
                .put("meanAveragePrecision", mean.isPresent() ? mean.getAsDouble() : null)
                .put("top1", overall.top1())
                .put("top5", overall.top5())
                .put("loss", overall.loss())
                .put("checkpointStep", model.checkpoint().step())
                .put("parametersSha256", model.checkpoint().parametersSha256())
                .put("perClass", evaluation.perClass());
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Mean average precision", mean.isPresent() ? percent(mean.getAsDouble()) : "none"));
        facts.addAll(facts(overall));
        context.output()
                .writeAtomically(
                        HtmlReport.FILE,
                        HtmlReport.toBytes(new ReportContent(
                                "Evaluation on " + model.split().name(),
                                model.checkpoint().toString(),
                                facts,
                                List.of(),
                                null,
                                context.configuration().toJson())));
        context.out()
                .printf(
                        Locale.ROOT,
                        "%s: %d samples, mean average precision %s, top-1 %.4f, loss %.4f%n",
                        model.split().name(),
                        overall.samples(),
                        mean.isPresent() ? String.format(Locale.ROOT, "%.4f", mean.getAsDouble()) : "none",
                        overall.top1(),
                        overall.loss());
    }

    private static List<Fact> facts(Evaluation evaluation) {
        return List.of(
                new Fact("Top-1", percent(evaluation.top1())),
                new Fact("Top-5", percent(evaluation.top5())),
                new Fact("Loss", String.format(Locale.ROOT, "%.4f", evaluation.loss())),
                new Fact("Samples", Long.toString(evaluation.samples())));
    }

    private void print(PrintStream out, Evaluation evaluation) {
        out.printf(
                Locale.ROOT,
                "%s: %d samples, top-1 %.4f, top-5 %.4f, loss %.4f%n",
                model.split().name(),
                evaluation.samples(),
                evaluation.top1(),
                evaluation.top5(),
                evaluation.loss());
    }

    private String html(Evaluation evaluation, ClassMetrics classes) {
        return HtmlReport.render(new ReportContent(
                "Evaluation on " + model.split().name(),
                model.checkpoint().toString(),
                facts(evaluation),
                List.of(),
                new ClassificationTable(classes.classes(), classes.confusion()),
                context.configuration().toJson()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
