package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.report.HtmlReport;
import io.sparkformer.jobs.report.ReportContent;
import io.sparkformer.jobs.report.ReportContent.Fact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What an evaluation tells: summary, report, and a line for the person who waits. */
final class EvaluationReport {
    private final JobContext context;
    private final TrainedModel model;

    EvaluationReport(JobContext context, TrainedModel model) {
        this.context = context;
        this.model = model;
    }

    void write(Measurement measurement) throws IOException {
        summarize(measurement);
        writePage(measurement);
        context.out()
                .println(model.split().name() + ": " + measurement.samples() + " samples, "
                        + measurement.figures().stream().map(Figure::words).collect(Collectors.joining(", ")));
    }

    private void summarize(Measurement measurement) {
        context.summary()
                .put("samples", measurement.samples())
                .put("split", model.split().name());
        measurement.figures().forEach(figure -> context.summary().put(figure.key(), figure.value()));
        context.summary().put("checkpointStep", model.saved().step()).put("parametersSha256", model.parametersSha256());
        measurement.details().forEach(detail -> context.summary().put(detail.key(), detail.value()));
    }

    private void writePage(Measurement measurement) throws IOException {
        List<Fact> facts = new ArrayList<>();
        measurement.figures().forEach(figure -> facts.add(figure.fact()));
        facts.add(new Fact("Samples", Long.toString(measurement.samples())));
        context.output()
                .writeAtomically(
                        HtmlReport.FILE,
                        HtmlReport.toBytes(new ReportContent(
                                "Evaluation on " + model.split().name(),
                                model.saved().toString(),
                                facts,
                                List.of(),
                                measurement.table(),
                                context.configuration().toJson())));
    }
}
