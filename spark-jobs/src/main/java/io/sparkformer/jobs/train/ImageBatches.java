package io.sparkformer.jobs.train;

import io.sparkformer.data.order.EpochOrder;
import io.sparkformer.jobs.runtime.TrainingImages;
import io.sparkformer.model.random.CounterRandom;
import io.sparkformer.model.train.Batch;
import io.sparkformer.model.train.BatchSource;
import java.io.IOException;

/** One worker's micro-batches: which samples they hold, and with which keys. */
final class ImageBatches implements BatchSource {
    private final TrainingImages images;
    private final EpochOrder order;
    private final StepGeometry geometry;
    private final long seed;
    private final int worker;
    private final TrainedSamples trained = new TrainedSamples();

    ImageBatches(TrainingImages images, EpochOrder order, StepGeometry geometry, long seed, int worker) {
        this.images = images;
        this.order = order;
        this.geometry = geometry;
        this.seed = seed;
        this.worker = worker;
    }

    @Override
    public Batch batch(long step, int microBatch) throws IOException {
        long[] samples = samples(step, microBatch);
        long epoch = geometry.epoch(step);
        long[] keys = new long[samples.length];
        for (int i = 0; i < samples.length; i++) {
            keys[i] = CounterRandom.key(seed, epoch, samples[i]);
            trained.add(epoch, samples[i]);
        }
        return images.batch(samples, keys);
    }

    /** The samples of a micro-batch. */
    long[] samples(long step, int microBatch) {
        long epoch = geometry.epoch(step);
        long from = geometry.from(step, worker, microBatch);
        long[] samples = new long[geometry.count(step, worker, microBatch)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = order.sampleAt(epoch, from + i);
        }
        return samples;
    }

    /** Everything that was handed out. */
    TrainedSamples trained() {
        return trained;
    }
}
