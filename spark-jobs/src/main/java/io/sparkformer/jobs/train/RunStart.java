package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.TrainingConfig;
import io.sparkformer.jobs.exchange.Averaging;
import io.sparkformer.jobs.exchange.Position;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StateOrigin;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.TrainingSamples;
import io.sparkformer.jobs.weights.Initialization;
import io.sparkformer.model.optimizer.OuterOptimizer;
import io.sparkformer.model.optimizer.OuterOptimizerConfig;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a run starts from.
 *
 * @param averaging what its rounds do with their workers' results, and the vectors of its state
 * @param momentNames names of the optimizer's moments
 * @param position how far the run has come
 * @param origin where the state at this position is
 * @param ledger the account so far
 * @param initialization where the first parameters came from, unless from the seed
 * @param initialMerkle tree hash of the parameters before the first step; null until they are there, and where an older
 *     checkpoint does not say it
 */
record RunStart(
        Averaging averaging,
        List<String> momentNames,
        Position position,
        StateOrigin origin,
        Ledger ledger,
        @Nullable Initialization initialization,
        @Nullable String initialMerkle) {
    /** The vectors of the state. */
    StateLayout layout() {
        return averaging.layout();
    }

    /** The same, when the parameters before the first step are known. */
    RunStart withInitialMerkle(@Nullable String merkle) {
        return new RunStart(averaging, momentNames, position, origin, ledger, initialization, merkle);
    }

    /** A run that begins anew: from given weights, or else from the seed. */
    static RunStart fresh(RunSpec run, PreparedData data, @Nullable WeightsOrigin weights) {
        Averaging averaging = averaging(run);
        return new RunStart(
                averaging,
                momentNames(run),
                Position.start(averaging.layout().owners()),
                weights == null ? new SeedOrigin(run) : weights,
                new Ledger(geometry(run, data), new TreeMap<>(), 0),
                weights == null ? null : weights.initialization(),
                null);
    }

    /** A run that goes on. */
    static RunStart from(RunSpec run, PreparedData data, Checkpoint checkpoint) {
        requireOfPhase(run, checkpoint);
        return new RunStart(
                averaging(run),
                momentNames(run),
                checkpoint.position(),
                checkpoint.origin(run),
                checkpoint.header().ledger(geometry(run, data)),
                checkpoint.header().initialization(),
                checkpoint.header().initialMerkle());
    }

    /** From a checkpoint, or else from given weights, or else from the seed. */
    static RunStart of(
            RunSpec run, PreparedData data, Optional<Checkpoint> checkpoint, @Nullable WeightsOrigin weights) {
        return checkpoint.map(found -> from(run, data, found)).orElseGet(() -> fresh(run, data, weights));
    }

    /** On data that a run went on with there is no training before the step with which they begin. */
    private static void requireOfPhase(RunSpec run, Checkpoint checkpoint) {
        if (checkpoint.step() < run.origin().step()) {
            throw new UserError(
                    "This run has data of its own from step " + run.origin().step() + " on, and its newest whole"
                            + " checkpoint is that of step " + checkpoint.step(),
                    "Run the same command again: it begins with the new data there");
        }
    }

    private static StepGeometry geometry(RunSpec run, PreparedData data) {
        ExperimentConfig experiment = run.experiment();
        return Geometries.of(experiment.training(), TrainingSamples.count(data, experiment), run.origin());
    }

    private static List<String> momentNames(RunSpec run) {
        return Optimizers.of(run, run.layout()).slotNames();
    }

    /** What a run's rounds do. */
    static Averaging averaging(RunSpec run) {
        TrainingConfig training = run.experiment().training();
        OuterOptimizerConfig outer = Optimizers.outer(training.outer());
        StateLayout layout = new StateLayout(
                run.layout().length(),
                momentNames(run).size(),
                training.optimizerState(),
                training.workers(),
                new OuterOptimizer(outer).initialVelocity(1).length > 0,
                training.emaDecay() > 0,
                Compressions.of(training.compression()));
        long firstStep = run.origin().step();
        return new Averaging(
                layout,
                outer,
                Optimizers.schedule(training.schedule()),
                firstStep,
                run.totalSteps() - firstStep,
                training.emaDecay());
    }
}
