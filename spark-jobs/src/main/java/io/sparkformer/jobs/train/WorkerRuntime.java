package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.order.EpochOrder;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.TrainingConfig;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.jobs.runtime.LeasePool;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.Sources;
import io.sparkformer.jobs.runtime.TrainingSamples;
import io.sparkformer.jobs.runtime.TrainingSource;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.train.BatchSource;
import io.sparkformer.model.train.LocalTotals;
import io.sparkformer.model.train.Replica;
import io.sparkformer.model.train.StepListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A replica with its data, compiled once per executor and slot and used by one task at a time. */
final class WorkerRuntime implements AutoCloseable {
    /** The runtimes of this executor: the one piece of global state, so that plans survive from round to round. */
    static final LeasePool<WorkerRuntime> POOL = new LeasePool<>();

    private final ExperimentConfig experiment;
    private final TrainingSource source;
    private final EpochOrder order;
    private final StepGeometry geometry;
    private final Replica replica;
    /** One for the batch that is trained, and one for each that is read ahead; kept from round to round. */
    private final List<BatchBuffers> buffers = new ArrayList<>();

    WorkerRuntime(RunSpec run, Configuration hadoop) throws IOException {
        this.experiment = run.experiment();
        TrainingConfig training = experiment.training();
        PreparedData data = run.data(hadoop);
        this.source = Sources.training(run, data);
        long samples = TrainingSamples.count(data, experiment);
        this.geometry = Geometries.of(training, samples, run.origin());
        this.order = new EpochOrder(
                samples,
                data.manifest().schema().blockRecords(),
                experiment.data().windowBlocks(),
                experiment.seed());
        this.replica = replica(run);
        for (int i = 0; i <= training.prefetch(); i++) {
            buffers.add(source.newBuffers());
        }
    }

    private Replica replica(RunSpec run) {
        TrainingConfig training = experiment.training();
        List<StepPlan> plans = new ArrayList<>();
        for (int share = 0; share < training.shares(); share++) {
            plans.add(plan(run, training.batchSize() / training.shares()));
        }
        return new Replica(
                plans, Optimizers.of(run, plans.get(0).graph().layout()), Optimizers.rates(run), training.clipNorm());
    }

    private StepPlan plan(RunSpec run, int batchSize) {
        ModelGraph graph = run.task().graph(GraphSettings.training(batchSize));
        return StepPlan.forTraining(graph, experiment.kernels(), FineTuning.planSettings(run, graph.layout()));
    }

    Replica replica() {
        return replica;
    }

    /** Memory for a micro-batch. */
    BatchBuffers newBuffers() {
        return source.newBuffers();
    }

    StepGeometry geometry() {
        return geometry;
    }

    WorkerBatches batches(int worker) {
        return new WorkerBatches(source, order, geometry, experiment.seed(), worker);
    }

    /**
     * Trains a worker's part of a round from what the replica's vectors hold, on batches that are read ahead where the
     * configuration says so.
     *
     * @param optimizerSteps steps that the moments have seen
     * @param batches the worker's
     */
    LocalTotals train(long optimizerSteps, Round round, WorkerBatches batches, StepListener listener)
            throws IOException {
        int microBatches = batches.microBatches();
        if (buffers.size() == 1) {
            BatchBuffers only = buffers.get(0);
            BatchSource unprefetched =
                    BatchSource.ofSteps(microBatches, (step, microBatch) -> batches.batch(step, microBatch, only));
            return train(optimizerSteps, round, unprefetched, listener);
        }
        try (PrefetchedBatches ahead =
                new PrefetchedBatches(batches::batch, round, microBatches, buffers, "training-data")) {
            return train(optimizerSteps, round, ahead, listener);
        }
    }

    private LocalTotals train(long optimizerSteps, Round round, BatchSource batches, StepListener listener)
            throws IOException {
        return replica.train(optimizerSteps, round.firstStep(), round.steps(), batches, listener);
    }

    /** The shard in which the first sample of a micro-batch lies, for messages. */
    String shard(int worker, long step, int microBatch) throws IOException {
        return source.shardOf(batches(worker).samples(step, microBatch).get(0).number());
    }

    @Override
    public void close() throws IOException {
        replica.close();
        source.close();
    }
}
