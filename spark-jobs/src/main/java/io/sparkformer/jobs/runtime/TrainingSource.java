package io.sparkformer.jobs.runtime;

import io.sparkformer.model.train.Batch;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Turns training samples into a model's inputs. Used by one thread at a time. */
public interface TrainingSource extends Closeable {
    /** Memory for a micro-batch. */
    BatchBuffers newBuffers();

    /**
     * A micro-batch of these samples, padded with samples of weight 0.
     *
     * @param buffers what the batch lies in, until they are filled again
     */
    Batch batch(List<DrawnSample> samples, BatchBuffers buffers) throws IOException;

    /** The shard that a sample lies in, for messages. */
    String shardOf(long sample) throws IOException;
}
