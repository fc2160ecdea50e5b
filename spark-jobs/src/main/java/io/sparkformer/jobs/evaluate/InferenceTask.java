package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.exchange.ParameterSource;
import io.sparkformer.jobs.runtime.Inference;
import io.sparkformer.jobs.runtime.LeasePool;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.Wire;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Asks a model about stretches of a split, one {@link SampleRange} after the other. Travels to executors.
 *
 * @param run whose model it is
 * @param split name of the split
 * @param batchSize samples per forward pass
 * @param hadoop settings of its file systems
 * @param parameters of the model
 */
record InferenceTask(
        RunSpec run,
        String split,
        int batchSize,
        Broadcast<SerializableConfiguration> hadoop,
        ParameterSource parameters)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** Compiled models of this executor. */
    private static final LeasePool<Inference> POOL = new LeasePool<>();

    /** Uses a leased model. */
    <R> R apply(byte[] stretch, SampleUse<R> use) throws Exception {
        String key = run.runId() + "/" + split + "/" + batchSize;
        try (var lease = POOL.lease(key, () -> inference(use))) {
            lease.get().setParameters(parameters.parameters());
            return use.of(lease.get(), Wire.fromBytes(stretch, SampleRange.class));
        }
    }

    /** One job has one kind of use. */
    private Inference inference(SampleUse<?> use) throws IOException {
        Configuration settings = hadoop.value().value();
        return use.ofFeatures()
                ? Inference.ofFeatures(run, split, batchSize, settings)
                : Inference.of(run, split, batchSize, settings);
    }
}
