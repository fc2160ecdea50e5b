package io.sparkformer.jobs.train;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.evaluate.Evaluation;
import io.sparkformer.jobs.exchange.Position;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.exchange.RoundOutcome;
import io.sparkformer.jobs.exchange.RunState;
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
    private int setbacks;

    TrainingReport(JobContext context, MetricsLog metrics) {
        this.context = context;
        this.metrics = metrics;
    }

    void begin(Identity identity, RunState state) {
        long totalSteps = identity.run().totalSteps();
        Position position = state.position();
        context.summary().put("resumedAfterRound", position.round());
        context.progress().total(totalSteps, position.step());
        if (position.round() > 0) {
            context.progress()
                    .message("resuming after round " + position.round() + ", step " + position.step() + " of "
                            + totalSteps);
        }
        if (position.step() > 0 && position.step() == identity.run().origin().step()) {
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

    /** Tells that rounds are going to be trained again, and forgets what was measured of them. */
    void goBack(Position position, @Nullable String why) {
        metrics.dropAfter(position.round());
        setbacks++;
        context.progress()
                .message("going back to "
                        + (position.round() == 0 ? "the beginning" : "the checkpoint after round " + position.round())
                        + ": " + why);
    }

    void round(Identity identity, Round round, RoundOutcome outcome, double seconds) {
        Position position = outcome.state().position();
        waiting += outcome.secondsWaiting();
        averaging += outcome.secondsAveraging();
        LearningRateSchedule schedule = Optimizers.rates(identity.run());
        RoundEvent event = new RoundEvent(
                position.round(),
                position.step(),
                epochs(identity.run(), position.step()),
                outcome.loss(),
                schedule.at(position.step() - 1),
                outcome.gradientNorm(),
                outcome.trained().samples(),
                seconds,
                outcome.secondsWaiting(),
                outcome.secondsAveraging(),
                outcome.state().parametersMerkle());
        metrics.add(event);
        context.progress()
                .update(new ProgressUpdate(
                        position.step(),
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
        Position position = state.position();
        Evaluation evaluation = measured.overall();
        Double precision = measured.meanAveragePrecision();
        metrics.add(new EvaluationEvent(
                position.round(),
                position.step(),
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
                        position.step(),
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

    void end(Identity identity, RunStart start, RunState state, boolean complete) throws IOException {
        Position position = state.position();
        Summary summary = context.summary();
        summary.put("samples", start.ledger().samples())
                .put("rounds", position.round())
                .put("steps", position.step())
                .put("totalSteps", identity.run().totalSteps())
                .put("complete", complete)
                .put("setbacks", setbacks)
                .put("parameters", start.layout().length())
                .put("parametersSha256", HashParameters.of(state, start.layout()))
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
        context.output()
                .writeAtomically(
                        "report.html",
                        html(start.layout().length(), position, measured).getBytes(StandardCharsets.UTF_8));
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

    private String html(int parameters, Position position, @Nullable Measured measured) {
        List<Fact> facts = measured == null ? new ArrayList<>() : facts(measured);
        facts.add(new Fact("Parameters", String.format(Locale.ROOT, "%,d", parameters)));
        facts.add(new Fact("Rounds", Long.toString(position.round())));
        facts.add(new Fact(
                "Replicas", Integer.toString(context.experiment().training().workers())));
        return HtmlReport.render(new ReportContent(
                "Training",
                context.output().path() + ", " + position.step() + " steps",
                facts,
                TrainingCharts.of(metrics.events()),
                null,
                context.configuration().toJson()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
