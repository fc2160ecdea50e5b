package io.sparkformer.jobs.train;

import io.sparkformer.data.order.EpochOrder;
import io.sparkformer.jobs.exchange.TrainedSamples;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.jobs.runtime.DrawnSample;
import io.sparkformer.jobs.runtime.TrainingSource;
import io.sparkformer.model.random.CounterRandom;
import io.sparkformer.model.train.Batch;
import io.sparkformer.model.train.BatchSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One worker's micro-batches: which samples they hold, with which keys, and which samples they may be mixed with.
 *
 * <p>Partners for mixing are neighbours in the epoch's order, the first with the second, the third with the fourth, and so
 * on; the last of an odd number stays alone. So the partner is a pure function of (seed, epoch, sample), however the order
 * is cut into workers, micro-batches and shares; it is a random sample, since the order is; it lies in the same window of
 * the order, whose blocks are at hand; and where batches are even both are in the same one and each is augmented once.
 */
final class WorkerBatches implements BatchSource {
    private final TrainingSource source;
    private final EpochOrder order;
    private final StepGeometry geometry;
    private final long seed;
    private final int worker;
    private final TrainedSamples trained = new TrainedSamples();

    WorkerBatches(TrainingSource source, EpochOrder order, StepGeometry geometry, long seed, int worker) {
        this.source = source;
        this.order = order;
        this.geometry = geometry;
        this.seed = seed;
        this.worker = worker;
    }

    @Override
    public int microBatches() {
        return geometry.microBatches().get(worker);
    }

    /** A batch in memory of its own. */
    @Override
    public Batch batch(long step, int microBatch) throws IOException {
        return batch(step, microBatch, source.newBuffers());
    }

    /** A batch in the memory of an earlier one. */
    Batch batch(long step, int microBatch, BatchBuffers buffers) throws IOException {
        List<DrawnSample> samples = samples(step, microBatch);
        long epoch = geometry.epoch(step);
        for (DrawnSample sample : samples) {
            trained.add(epoch, sample.number());
        }
        return source.batch(samples, buffers);
    }

    /** The samples of a micro-batch. */
    List<DrawnSample> samples(long step, int microBatch) {
        long epoch = geometry.epoch(step);
        long from = geometry.from(step, worker, microBatch);
        long to = from + geometry.count(step, worker, microBatch);
        List<DrawnSample> samples = new ArrayList<>();
        for (long position = from; position < to; position++) {
            long neighbour = position ^ 1;
            long number = order.sampleAt(epoch, position);
            long partner = neighbour < geometry.samples() ? order.sampleAt(epoch, neighbour) : number;
            samples.add(new DrawnSample(number, key(epoch, number), partner, key(epoch, partner)));
        }
        return samples;
    }

    private long key(long epoch, long sample) {
        return CounterRandom.key(seed, epoch, sample);
    }

    /** Everything that was handed out. */
    TrainedSamples trained() {
        return trained;
    }
}
