package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.TrainingConfig;
import io.sparkformer.jobs.evaluate.Evaluator;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import io.sparkformer.model.layer.Objective;
import java.io.IOException;
import java.util.Arrays;

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
    JobResult run(RunStart start) throws IOException {
        RunState state = start.state();
        long saved = state.round();
        report.begin(identity, state);
        while (state.step() < totalSteps && !stopRequested(state)) {
            state = round(start, state);
            if (state.step() == totalSteps || state.round() % training.checkpointEveryRounds() == 0) {
                save(start, state);
                saved = state.round();
            }
        }
        if (saved != state.round()) {
            save(start, state);
        }
        boolean complete = state.step() == totalSteps;
        if (complete) {
            requireMovement(start, state);
        }
        report.end(identity, state, start.ledger(), complete);
        return complete ? JobResult.succeeded() : JobResult.stopped();
    }

    private RunState round(RunStart start, RunState before) throws IOException {
        int steps = (int) Math.min(training.localSteps(), totalSteps - before.step());
        Round round = new Round(before.round() + 1, before.step(), steps);
        long since = System.nanoTime();
        RoundOutcome outcome = exchange.run(round, before);
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
        boolean due = state.step() == totalSteps || (every > 0 && state.round() % every == 0);
        if (due && !split.isBlank()) {
            report.evaluation(state, split, evaluate(state, split));
        }
    }

    private Measured evaluate(RunState state, String split) {
        Manifest manifest = identity.data().manifest();
        long samples = manifest.split(split).orElseThrow().samples();
        return training.loss() == Objective.SIGMOID
                ? Measured.of(evaluator.evaluateMultiLabel(state.parameters(), split, samples, manifest.classes()))
                : Measured.of(evaluator.evaluate(state.parameters(), split, samples));
    }

    private void save(RunStart start, RunState state) throws IOException {
        // Metrics first: those of rounds that no checkpoint knows are dropped by a resumed run, missing ones never
        // come.
        report.flush();
        checkpoints.save(CheckpointHeader.of(identity, start, state), state, start, training.keepCheckpoints());
    }

    private boolean stopRequested(RunState state) {
        boolean timeIsUp = training.maxMinutes() > 0
                && (context.clock().millis() - startMillis) / 60_000.0 >= training.maxMinutes();
        boolean roundsAreUp = training.maxRounds() > 0 && state.round() >= training.maxRounds();
        return context.stopSignal().requested() || timeIsUp || roundsAreUp;
    }

    private static void requireMovement(RunStart start, RunState state) {
        if (Arrays.equals(start.initial(), state.parameters())) {
            throw new UserError(
                    "Nothing was trained: after " + state.step() + " steps the parameters are where they began",
                    "Check training.schedule.learning-rate and the labels of the data");
        }
    }
}
