package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.TrainingConfig;
import io.sparkformer.jobs.evaluate.Evaluator;
import io.sparkformer.jobs.exchange.Exchange;
import io.sparkformer.jobs.exchange.Position;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.exchange.RoundOutcome;
import io.sparkformer.jobs.exchange.RunState;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import io.sparkformer.model.layer.Objective;
import java.io.IOException;

/** The loop over rounds: train, average, account, report, evaluate, save. */
final class Trainer {
    private final JobContext context;
    private final Identity identity;
    private final Exchange exchange;
    private final Evaluator evaluator;
    private final CheckpointStore checkpoints;
    private final TrainingReport report;
    private final TrainingConfig training;
    private final long totalSteps;
    private final long startMillis;

    Trainer(
            JobContext context,
            Identity identity,
            Exchange exchange,
            Evaluator evaluator,
            CheckpointStore checkpoints,
            TrainingReport report) {
        this.context = context;
        this.identity = identity;
        this.exchange = exchange;
        this.evaluator = evaluator;
        this.checkpoints = checkpoints;
        this.report = report;
        this.training = context.experiment().training();
        this.totalSteps = identity.run().totalSteps();
        this.startMillis = context.clock().millis();
    }

    /** Trains until the last step, or until asked to stop. */
    JobResult run(RunStart from) throws IOException {
        RunState state = exchange.begin(from.position(), from.origin());
        RunStart start = from.position().round() == 0 ? from.withInitialMerkle(state.parametersMerkle()) : from;
        long saved = state.position().round();
        report.begin(totalSteps, state);
        while (state.position().step() < totalSteps && !stopRequested(state)) {
            state = round(start, state);
            long round = state.position().round();
            if (state.position().step() == totalSteps || round % training.checkpointEveryRounds() == 0) {
                save(start, state);
                saved = round;
            }
        }
        if (saved != state.position().round()) {
            save(start, state);
        }
        boolean complete = state.position().step() == totalSteps;
        if (complete) {
            requireMovement(start, state);
        }
        report.end(identity, start, state, complete);
        state.close();
        return complete ? JobResult.succeeded() : JobResult.stopped();
    }

    private RunState round(RunStart start, RunState before) throws IOException {
        Position position = before.position();
        int steps = (int) Math.min(training.localSteps(), totalSteps - position.step());
        Round round = new Round(position.round() + 1, position.step(), steps);
        long since = System.nanoTime();
        RoundOutcome outcome = exchange.run(round, before);
        before.close();
        start.ledger().enter(round.number(), round.firstStep(), steps, outcome.trained());
        report.round(identity, round, outcome, (System.nanoTime() - since) / 1e9);
        FaultPoints.reach(FaultPoint.TRAIN_AFTER_ROUND, "round", round.number());
        evaluateIfDue(outcome.state());
        return outcome.state();
    }

    private void evaluateIfDue(RunState state) {
        ExperimentConfig experiment = context.experiment();
        String split = experiment.data().tune();
        int every = training.evaluateEveryRounds();
        boolean due = state.position().step() == totalSteps
                || (every > 0 && state.position().round() % every == 0);
        if (due && !split.isBlank()) {
            report.evaluation(state, split, evaluate(state, split));
        }
    }

    private Measured evaluate(RunState state, String split) {
        Manifest manifest = identity.data().manifest();
        long samples = manifest.split(split).orElseThrow().samples();
        return exchange.share(
                state,
                parameters -> training.loss() == Objective.SIGMOID
                        ? Measured.of(evaluator.evaluateMultiLabel(parameters, split, samples, manifest.classes()))
                        : Measured.of(evaluator.evaluate(parameters, split, samples)));
    }

    private void save(RunStart start, RunState state) throws IOException {
        // Metrics first: those of rounds that no checkpoint knows are dropped by a resumed run, missing ones never
        // come.
        report.flush();
        checkpoints.save(identity, start, state, training.keepCheckpoints());
    }

    private boolean stopRequested(RunState state) {
        boolean timeIsUp = training.maxMinutes() > 0
                && (context.clock().millis() - startMillis) / 60_000.0 >= training.maxMinutes();
        boolean roundsAreUp = training.maxRounds() > 0 && state.position().round() >= training.maxRounds();
        return context.stopSignal().requested() || timeIsUp || roundsAreUp;
    }

    private static void requireMovement(RunStart start, RunState state) {
        if (state.parametersMerkle().equals(start.initialMerkle())) {
            throw new UserError(
                    "Nothing was trained: after " + state.position().step() + " steps the parameters are where they began",
                    "Check training.schedule.learning-rate and the labels of the data");
        }
    }
}
