package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.exchange.BroadcastParameters;
import io.sparkformer.jobs.exchange.ParameterSource;
import io.sparkformer.jobs.runtime.Predictions;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.Wire;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/** Predicts a split on the cluster. Touches no training state. */
public final class Evaluator {
    /** Batches per task: enough to outweigh a task's start, few enough to spread a small split. */
    private static final int BATCHES_PER_TASK = 4;

    /** How many classes of a sample are ranked to count hits. */
    private static final int TOP = 5;

    private final JavaSparkContext spark;
    private final RunSpec run;
    private final int batchSize;
    private final Broadcast<SerializableConfiguration> hadoop;

    /** An evaluator for models of one run. */
    public Evaluator(JavaSparkContext spark, RunSpec run, int batchSize) {
        this.spark = spark;
        this.run = run;
        this.batchSize = batchSize;
        this.hadoop = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    }

    /** Sends parameters to all executors, for as long as the application runs. */
    ParameterSource broadcast(float[] parameters) {
        return new BroadcastParameters(spark.broadcast(parameters));
    }

    /** Predicts and adds up. */
    public Evaluation evaluate(ParameterSource parameters, String split, long samples) {
        return Evaluation.of(predict(parameters, split, samples, TOP));
    }

    /** The predictions of all samples, in order. */
    List<Predictions> predict(ParameterSource parameters, String split, long samples, int topK) {
        return ranges(split, samples).map(task(parameters, split, topK, false)).collect().stream()
                .map(bytes -> Wire.fromBytes(bytes, Predictions.class))
                .sorted(Comparator.comparingLong(Predictions::first))
                .toList();
    }

    /** Predicts once, and adds up on the cluster: no sample's scores of all classes reach the driver. */
    public MultiLabelEvaluation evaluateMultiLabel(
            ParameterSource parameters, String split, long samples, List<String> classes) {
        JavaRDD<byte[]> scored =
                ranges(split, samples).map(task(parameters, split, TOP, true)).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            List<Predictions> parts = scored
                    .map(bytes -> Wire.toBytes(
                            Wire.fromBytes(bytes, Predictions.class).withoutScores()))
                    .collect()
                    .stream()
                    .map(bytes -> Wire.fromBytes(bytes, Predictions.class))
                    .sorted(Comparator.comparingLong(Predictions::first))
                    .toList();
            return new MultiLabelEvaluation(Evaluation.of(parts), ClassScores.averagePrecisions(scored, classes));
        } finally {
            scored.unpersist(false);
        }
    }

    /** A row for each sample of a split; computed when the table is written. */
    JavaRDD<Row> rows(ParameterSource parameters, String split, long samples, SampleRows rows) {
        InferenceTask task = task(parameters, split, 1, false);
        return ranges(split, samples).flatMap(range -> task.rows(range, rows));
    }

    private JavaRDD<byte[]> ranges(String split, long samples) {
        if (samples == 0) {
            throw new UserError("Split " + split + " has no samples", "Prepare data for it or name another split");
        }
        return Wire.parallelize(spark, SampleRange.cut(samples, (long) BATCHES_PER_TASK * batchSize));
    }

    private InferenceTask task(ParameterSource parameters, String split, int topK, boolean keepsScores) {
        return new InferenceTask(run, split, batchSize, topK, keepsScores, hadoop, parameters);
    }
}
