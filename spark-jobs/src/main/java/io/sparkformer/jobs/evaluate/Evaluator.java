package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.exchange.BroadcastParameters;
import io.sparkformer.jobs.runtime.Predictions;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.Wire;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/** Asks a model about a split on the cluster. Touches no training state. */
public final class Evaluator {
    /** Batches per task: enough to outweigh a task's start, few enough to spread a small split. */
    private static final int BATCHES_PER_TASK = 4;

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

    JavaSparkContext spark() {
        return spark;
    }

    /** A loaded model on its split; all executors have the parameters for as long as the application runs. */
    Trial trial(TrainedModel model) {
        return new Trial(
                new BroadcastParameters(spark.broadcast(model.parameters())),
                model.split().name(),
                model.split().samples());
    }

    /** Predicts and adds up. */
    public Evaluation evaluate(Trial trial) {
        return Evaluation.of(count(
                trial, Hits.class, (model, range) -> Hits.of(model.predict(range.from(), range.to(), Hits.FIVE))));
    }

    /** The predictions of all samples, in order. */
    List<Predictions> predict(Trial trial, int topK) {
        return inOrder(answers(trial, (model, range) -> model.predict(range.from(), range.to(), topK)));
    }

    private static List<Predictions> inOrder(JavaRDD<byte[]> parts) {
        return parts.collect().stream()
                .map(bytes -> Wire.fromBytes(bytes, Predictions.class))
                .sorted(Comparator.comparingLong(Predictions::first))
                .toList();
    }

    /** Predicts once, and adds up on the cluster: no sample's scores of all classes reach the driver. */
    public MultiLabelEvaluation evaluateMultiLabel(Trial trial, List<String> classes) {
        JavaRDD<byte[]> scored = answers(
                        trial, (model, range) -> model.predict(range.from(), range.to(), Hits.FIVE, true))
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            JavaRDD<byte[]> hits = scored.map(bytes -> Wire.toBytes(Hits.of(Wire.fromBytes(bytes, Predictions.class))));
            return new MultiLabelEvaluation(
                    Evaluation.of(sum(hits, Hits.class)), ClassScores.averagePrecisions(scored, classes));
        } finally {
            scored.unpersist(false);
        }
    }

    /** Counts stretch by stretch on the cluster, and adds up as the tasks end: the driver holds one sum. */
    <T extends Counted<T>> T count(Trial trial, Class<T> type, SampleUse<T> use) {
        return sum(answers(trial, use), type);
    }

    /** Adds up what was counted of stretches. */
    static <T extends Counted<T>> T sum(JavaRDD<byte[]> parts, Class<T> type) {
        byte[] sum = parts.reduce(
                (one, other) -> Wire.toBytes(Wire.fromBytes(one, type).plus(Wire.fromBytes(other, type))));
        return Wire.fromBytes(sum, type);
    }

    /** What comes of each stretch of a split, as bytes; computed when it is asked for. */
    JavaRDD<byte[]> answers(Trial trial, SampleUse<? extends Serializable> use) {
        InferenceTask task = task(trial);
        return ranges(trial).map(stretch -> Wire.toBytes(task.apply(stretch, use)));
    }

    /** A row for each sample of a split; computed when the table is written. */
    JavaRDD<Row> rows(Trial trial, SampleRows rows) {
        InferenceTask task = task(trial);
        return ranges(trial).flatMap(stretch -> task.apply(stretch, rows).iterator());
    }

    private JavaRDD<byte[]> ranges(Trial trial) {
        if (trial.samples() == 0) {
            throw new UserError(
                    "Split " + trial.split() + " has no samples", "Prepare data for it or name another split");
        }
        return Wire.parallelize(spark, SampleRange.cut(trial.samples(), (long) BATCHES_PER_TASK * batchSize));
    }

    private InferenceTask task(Trial trial) {
        return new InferenceTask(run, trial.split(), batchSize, hadoop, trial.parameters());
    }
}
