package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.config.TrainingConfig;
import io.sparkformer.jobs.runtime.Models;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.TrainingSamples;
import io.sparkformer.jobs.weights.InitialWeights;
import io.sparkformer.jobs.weights.Initialization;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.optimizer.Optimizer;
import io.sparkformer.model.optimizer.OuterOptimizer;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a run starts from.
 *
 * @param layout the parameters' order
 * @param slotNames names of the optimizer's moments
 * @param initial the parameters before the first step; from the seed where a checkpoint goes on
 * @param state the state to go on from
 * @param ledger the account so far
 * @param initialization where the first parameters came from, unless from the seed
 */
record RunStart(
        ParameterLayout layout,
        List<String> slotNames,
        float[] initial,
        RunState state,
        Ledger ledger,
        @Nullable Initialization initialization) {
    /** A run that began from the seed. */
    RunStart(ParameterLayout layout, List<String> slotNames, float[] initial, RunState state, Ledger ledger) {
        this(layout, slotNames, initial, state, ledger, null);
    }

    /** From a checkpoint, or else from the seed. */
    static RunStart of(RunSpec run, PreparedData data, Optional<Checkpoint> checkpoint) {
        return of(run, data, checkpoint, null);
    }

    /** From a checkpoint, or else from given weights, or else from the seed. */
    static RunStart of(
            RunSpec run, PreparedData data, Optional<Checkpoint> checkpoint, @Nullable InitialWeights weights) {
        ExperimentConfig experiment = run.experiment();
        TrainingConfig training = experiment.training();
        ModelGraph graph = Models.graph(experiment.model(), run.classes(), GraphSettings.inference(1));
        Optimizer optimizer = Optimizers.of(run, graph.layout());
        float[] initial = weights == null ? graph.initialParameters(experiment.seed()) : weights.parameters();
        StepGeometry geometry = Geometries.of(training, TrainingSamples.count(data, experiment), run.origin());
        RunState state = checkpoint
                .map(found -> found.state(graph.layout(), optimizer.slotNames()))
                .orElseGet(() -> fresh(training, optimizer, initial));
        Ledger ledger = checkpoint
                .map(found -> found.header().ledger(geometry))
                .orElseGet(() -> new Ledger(geometry, new TreeMap<>(), 0));
        Initialization given = weights == null ? null : weights.origin();
        Initialization initialization =
                checkpoint.isPresent() ? checkpoint.get().header().initialization() : given;
        return new RunStart(graph.layout(), optimizer.slotNames(), initial, state, ledger, initialization);
    }

    private static RunState fresh(TrainingConfig training, Optimizer optimizer, float[] initial) {
        int owners = training.optimizerState() == OptimizerStatePolicy.KEEP ? training.workers() : 1;
        float[][][] slots = new float[owners][optimizer.slotNames().size()][initial.length];
        float[] velocity = new OuterOptimizer(Optimizers.outer(training.outer())).initialVelocity(initial.length);
        float[] average = training.emaDecay() > 0 ? initial.clone() : new float[0];
        return new RunState(0, 0, new long[owners], initial, slots, velocity, average);
    }
}
