package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.exchange.ParameterSource;
import io.sparkformer.jobs.runtime.Inference;
import io.sparkformer.jobs.runtime.LeasePool;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.Wire;
import java.io.IOException;
import java.util.Iterator;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/** Predicts one stretch of a split, a {@link SampleRange}. */
final class InferenceTask implements Function<byte[], byte[]> {
    private static final long serialVersionUID = 1;

    /** Compiled models of this executor. */
    private static final LeasePool<Inference> POOL = new LeasePool<>();

    private final RunSpec run;
    private final String split;
    private final int batchSize;
    private final int topK;
    private final boolean keepsScores;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final ParameterSource parameters;

    InferenceTask(
            RunSpec run,
            String split,
            int batchSize,
            int topK,
            boolean keepsScores,
            Broadcast<SerializableConfiguration> hadoop,
            ParameterSource parameters) {
        this.run = run;
        this.split = split;
        this.batchSize = batchSize;
        this.topK = topK;
        this.keepsScores = keepsScores;
        this.hadoop = hadoop;
        this.parameters = parameters;
    }

    @Override
    public byte[] call(byte[] stretch) throws Exception {
        SampleRange range = Wire.fromBytes(stretch, SampleRange.class);
        return withModel(model -> Wire.toBytes(model.predict(range.from(), range.to(), topK, keepsScores)));
    }

    /** What is to be known of a stretch, as rows of a table. */
    Iterator<Row> rows(byte[] stretch, SampleRows rows) throws Exception {
        SampleRange range = Wire.fromBytes(stretch, SampleRange.class);
        return withModel(model -> rows.of(model, range).iterator());
    }

    /** What is done with a leased model. */
    @FunctionalInterface
    private interface Use<R> {
        R of(Inference model) throws IOException;
    }

    private <R> R withModel(Use<R> use) throws Exception {
        String key = run.runId() + "/" + split + "/" + batchSize;
        try (var lease = POOL.lease(key, this::inference)) {
            lease.get().setParameters(parameters.parameters());
            return use.of(lease.get());
        }
    }

    private Inference inference() throws IOException {
        return new Inference(run, split, batchSize, hadoop.value().value());
    }
}
