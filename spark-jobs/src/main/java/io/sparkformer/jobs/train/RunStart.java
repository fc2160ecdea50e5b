package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.config.TrainingConfig;
import io.sparkformer.jobs.runtime.Models;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.optimizer.Optimizer;
import io.sparkformer.model.optimizer.OuterOptimizer;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a run starts from.
 *
 * @param layout the parameters' order
 * @param slotNames names of the optimizer's moments
 * @param initial the parameters before the first step, from the seed
 * @param state the state to go on from
 * @param ledger the account so far
 */
record RunStart(ParameterLayout layout, List<String> slotNames, float[] initial, RunState state, Ledger ledger) {
    /** From a checkpoint, or else from the seed. */
    static RunStart of(RunSpec run, PreparedData data, Optional<Checkpoint> checkpoint) {
        ExperimentConfig experiment = run.experiment();
        TrainingConfig training = experiment.training();
        ModelGraph graph = Models.graph(experiment.model(), run.classes(), GraphSettings.inference(1));
        Optimizer optimizer = Optimizer.of(Optimizers.local(training.optimizer()), graph.layout());
        float[] initial = graph.initialParameters(experiment.seed());
        long samples =
                data.manifest().split(experiment.data().train()).orElseThrow().samples();
        StepGeometry geometry = Geometries.of(training, samples);
        RunState state = checkpoint
                .map(found -> found.state(graph.layout(), optimizer.slotNames()))
                .orElseGet(() -> fresh(training, optimizer, initial));
        Ledger ledger = checkpoint
                .map(found -> found.header().ledger(geometry))
                .orElseGet(() -> new Ledger(geometry, new TreeMap<>(), 0));
        return new RunStart(graph.layout(), optimizer.slotNames(), initial, state, ledger);
    }

    private static RunState fresh(TrainingConfig training, Optimizer optimizer, float[] initial) {
        int owners = training.optimizerState() == OptimizerStatePolicy.KEEP ? training.workers() : 1;
        float[][][] slots = new float[owners][optimizer.slotNames().size()][initial.length];
        float[] velocity = new OuterOptimizer(Optimizers.outer(training.outer())).initialVelocity(initial.length);
        float[] average = training.emaDecay() > 0 ? initial.clone() : new float[0];
        return new RunState(0, 0, new long[owners], initial, slots, velocity, average);
    }
}
