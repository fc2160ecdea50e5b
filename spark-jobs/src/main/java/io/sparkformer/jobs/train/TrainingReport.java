package io.sparkformer.jobs.train;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.evaluate.Evaluation;
import io.sparkformer.jobs.report.EvaluationEvent;
import io.sparkformer.jobs.report.HtmlReport;
import io.sparkformer.jobs.report.MetricsLog;
import io.sparkformer.jobs.report.ProgressUpdate;
import io.sparkformer.jobs.report.ReportContent;
import io.sparkformer.jobs.report.ReportContent.Fact;
import io.sparkformer.jobs.report.RoundEvent;
import io.sparkformer.jobs.report.Summary;
import io.sparkformer.jobs.report.TrainingCharts;
import io.sparkformer.jobs.runtime.DataOrigin;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.model.checkpoint.ParameterHash;
import io.sparkformer.model.optimizer.LearningRateSchedule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Everything a training run tells: progress, metrics, summary, report. */
final class TrainingReport {
    private final JobContext context;
    private final MetricsLog metrics;
    private @Nullable Measured last;
    private double waiting;
    private double averaging;

    TrainingReport(JobContext context, MetricsLog metrics) {
        this.context = context;
        this.metrics = metrics;
    }

    void begin(Identity identity, RunState state) {
        long totalSteps = identity.run().totalSteps();
        context.summary().put("resumedAfterRound", state.round());
        context.progress().total(totalSteps, state.step());
        if (state.round() > 0) {
            context.progress()
                    .message("resuming after round " + state.round() + ", step " + state.step() + " of " + totalSteps);
        }
        if (state.step() > 0 && state.step() == identity.run().origin().step()) {
            List<DataPhase> earlier = identity.history().earlier();
            context.progress().message(newData(earlier.get(earlier.size() - 1)));
        }
    }

    /** What the data before have come to: nobody should believe that they were trained to their end. */
    private static String newData(DataPhase ended) {
        String untrained = ended.untrained() == null
                ? "the open epoch not trained to its end"
                : ended.untrained() + " of " + ended.epochSamples() + " samples of the open epoch untrained";
        return "going on with new data; those before were left after " + ended.steps() + " of " + ended.plannedSteps()
                + " steps, " + (ended.untrained() != null && ended.untrained() == 0 ? "no epoch open" : untrained);
    }

    void round(Identity identity, Round round, RoundOutcome outcome, double seconds) {
        RunState state = outcome.state();
        waiting += outcome.secondsWaiting();
        averaging += outcome.secondsAveraging();
        LearningRateSchedule schedule = Optimizers.schedule(identity.run());
        RoundEvent event = new RoundEvent(
                state.round(),
                state.step(),
                epochs(identity.run(), state.step()),
                outcome.loss(),
                schedule.at(state.step() - 1),
                outcome.gradientNorm(),
                outcome.trained().samples(),
                seconds,
                outcome.secondsWaiting(),
                outcome.secondsAveraging(),
                ParameterHash.merkle(state.parameters()));
        metrics.add(event);
        context.progress()
                .update(new ProgressUpdate(
                        state.step(),
                        event.loss(),
                        event.learningRate(),
                        event.samplesPerSecond(),
                        waiting,
                        averaging));
    }

    /** Epochs behind a step, as a number between two of them. */
    private double epochs(RunSpec run, long step) {
        DataOrigin origin = run.origin();
        int planned = context.experiment().training().epochs();
        return origin.epoch() + (double) (step - origin.step()) * planned / (run.totalSteps() - origin.step());
    }

    void evaluation(RunState state, String split, Measured measured) {
        last = measured;
        Evaluation evaluation = measured.overall();
        Double precision = measured.meanAveragePrecision();
        metrics.add(new EvaluationEvent(
                state.round(),
                state.step(),
                split,
                evaluation.samples(),
                evaluation.loss(),
                evaluation.top1(),
                evaluation.top5(),
                precision));
        context.progress()
                .message(String.format(
                        Locale.ROOT,
                        "step %d: %s %stop-1 %.4f, top-5 %.4f, loss %.4f over %d samples",
                        state.step(),
                        split,
                        precision == null ? "" : String.format(Locale.ROOT, "mean average precision %.4f, ", precision),
                        evaluation.top1(),
                        evaluation.top5(),
                        evaluation.loss(),
                        evaluation.samples()));
    }

    void flush() throws IOException {
        metrics.flush();
    }

    void end(Identity identity, RunState state, Ledger ledger, boolean complete) throws IOException {
        Summary summary = context.summary();
        summary.put("samples", ledger.samples())
                .put("rounds", state.round())
                .put("steps", state.step())
                .put("totalSteps", identity.run().totalSteps())
                .put("complete", complete)
                .put("parameters", state.parameters().length)
                .put("parametersSha256", ParameterHash.sha256(state.parameters()))
                .put("fingerprint", identity.fingerprint());
        if (!identity.history().earlier().isEmpty()) {
            summary.put("earlierData", identity.history().earlier())
                    .put("presentDataSinceStep", identity.run().origin().step());
        }
        Measured measured = last;
        if (measured != null) {
            summarize(measured);
        }
        metrics.flush();
        context.output().writeAtomically("report.html", html(state, measured).getBytes(StandardCharsets.UTF_8));
    }

    private void summarize(Measured measured) {
        context.summary()
                .put("tuneTop1", measured.overall().top1())
                .put("tuneTop5", measured.overall().top5())
                .put("tuneLoss", measured.overall().loss());
        if (measured.meanAveragePrecision() != null) {
            context.summary().put("tuneMeanAveragePrecision", measured.meanAveragePrecision());
        }
    }

    private static List<Fact> facts(Measured measured) {
        List<Fact> facts = new ArrayList<>();
        if (measured.meanAveragePrecision() != null) {
            facts.add(new Fact("Tune mean average precision", percent(measured.meanAveragePrecision())));
        }
        facts.add(new Fact("Tune accuracy", percent(measured.overall().top1())));
        facts.add(new Fact(
                "Tune loss",
                String.format(Locale.ROOT, "%.4f", measured.overall().loss())));
        return facts;
    }

    private String html(RunState state, @Nullable Measured measured) {
        List<Fact> facts = measured == null ? new ArrayList<>() : facts(measured);
        facts.add(new Fact("Parameters", String.format(Locale.ROOT, "%,d", state.parameters().length)));
        facts.add(new Fact("Rounds", Long.toString(state.round())));
        facts.add(new Fact(
                "Replicas", Integer.toString(context.experiment().training().workers())));
        return HtmlReport.render(new ReportContent(
                "Training",
                context.output().path() + ", " + state.step() + " steps",
                facts,
                TrainingCharts.of(metrics.events()),
                null,
                context.configuration().toJson()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
