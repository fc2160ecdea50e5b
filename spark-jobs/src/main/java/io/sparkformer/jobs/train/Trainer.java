package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.TrainingConfig;
import io.sparkformer.jobs.evaluate.Evaluator;
import io.sparkformer.jobs.evaluate.Trial;
import io.sparkformer.jobs.exchange.Exchange;
import io.sparkformer.jobs.exchange.Position;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.exchange.RoundOutcome;
import io.sparkformer.jobs.exchange.RunState;
import io.sparkformer.jobs.exchange.StateLostException;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import io.sparkformer.model.layer.Objective;
import java.io.IOException;

/** The loop over rounds: train, average, account, report, evaluate, save. */
final class Trainer {
    /** How often in a row training may lose its state without having saved anything in between. */
    private static final int MOST_SETBACKS = 3;

    private final JobContext context;
    private final Identity identity;
    private final Exchange exchange;
    private final Evaluator evaluator;
    private final CheckpointStore checkpoints;
    private final TrainingReport report;
    private final TrainingConfig training;
    private final RoundSchedule rounds;
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
        this.rounds = RoundSchedule.of(identity.run());
        this.totalSteps = identity.run().totalSteps();
        this.startMillis = context.clock().millis();
    }

    /**
     * Trains until the last step, or until asked to stop. Where the state is lost with the executors that held it, training goes
     * back to the newest checkpoint, and comes to the same bits.
     *
     * @param newest where the run stands: its newest checkpoint, or else its beginning
     */
    JobResult run(Newest newest) throws IOException {
        RunStart start = newest.read();
        int setbacks = 0;
        while (true) {
            Leg leg = begin(start);
            try {
                return leg.train();
            } catch (StateLostException e) {
                setbacks = leg.hasSaved() ? 1 : setbacks + 1;
                requirePatience(setbacks, e);
                start = newest.read();
                report.goBack(start.position(), e.getMessage());
            }
        }
    }

    /** Reads where a run stands. */
    @FunctionalInterface
    interface Newest {
        RunStart read() throws IOException;
    }

    private static void requirePatience(int setbacks, StateLostException cause) {
        if (setbacks > MOST_SETBACKS) {
            throw new UserError(
                    "Executors die faster than training comes from one checkpoint to the next: " + setbacks
                            + " times in a row " + cause.getMessage(),
                    "Look why they die (memory above all), or save more often (training.checkpoint-every-rounds); the"
                            + " same command goes on from the last checkpoint",
                    cause);
        }
    }

    private Leg begin(RunStart from) throws IOException {
        RunState state = exchange.begin(from.position(), from.origin());
        report.begin(identity, state);
        return new Leg(from.position().round() == 0 ? from.withInitialMerkle(state.parametersMerkle()) : from, state);
    }

    /** Training from one start to the end, or until the state is lost. */
    private final class Leg {
        private final RunStart start;
        private RunState state;
        private long saved;

        Leg(RunStart start, RunState state) {
            this.start = start;
            this.state = state;
            this.saved = start.position().round();
        }

        boolean hasSaved() {
            return saved > start.position().round();
        }

        JobResult train() throws IOException {
            while (!isComplete() && !stopRequested(state)) {
                state = round(start, state);
                if (isComplete() || state.position().round() % training.checkpointEveryRounds() == 0) {
                    save();
                }
            }
            if (saved != state.position().round()) {
                save();
            }
            if (isComplete()) {
                requireMovement(start, state);
            }
            report.end(identity, start, state, isComplete());
            state.close();
            return isComplete() ? JobResult.succeeded() : JobResult.stopped();
        }

        private boolean isComplete() {
            return state.position().step() == totalSteps;
        }

        private void save() throws IOException {
            // Metrics first: those of rounds that no checkpoint knows are dropped by a resumed run, missing ones never
            // come.
            report.flush();
            checkpoints.save(identity, start, state, training.keepCheckpoints());
            saved = state.position().round();
        }
    }

    private RunState round(RunStart start, RunState before) throws IOException {
        Position position = before.position();
        Round round = rounds.round(position.round() + 1, position.step());
        long since = System.nanoTime();
        RoundOutcome outcome = exchange.run(round, before);
        before.close();
        start.ledger().enter(round.number(), round.firstStep(), round.steps(), outcome.trained());
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
        return exchange.share(state, parameters -> {
            Trial trial = new Trial(parameters, split, samples);
            return training.loss() == Objective.SIGMOID
                    ? Measured.of(evaluator.evaluateMultiLabel(trial, manifest.classes()))
                    : Measured.of(evaluator.evaluate(trial));
        });
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
                    "Nothing was trained: after " + state.position().step()
                            + " steps the parameters are where they began",
                    "Check training.schedule.learning-rate and the labels of the data");
        }
    }
}
