package io.sparkformer.jobs.arena;

import io.sparkformer.data.task.SequenceExample;
import io.sparkformer.data.task.SequenceTask;
import io.sparkformer.data.task.SequenceTasks;
import io.sparkformer.data.task.TaskSplit;
import io.sparkformer.data.task.TokenShares;
import io.sparkformer.jobs.config.ArenaConfig;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What a model without order could know: MLlib's multinomial logistic regression on how often each token occurs. */
final class TokenBaseline {
    private static final StructType SCHEMA = new StructType()
            .add("label", DataTypes.DoubleType, false)
            .add("features", SQLDataTypes.VectorType(), false);

    private static final int MOST_ITERATIONS = 200;

    private TokenBaseline() {}

    /** The share of the arena's test examples that it tells right. */
    static double accuracy(SparkSession spark, String name, ArenaConfig arena, long seed) {
        SequenceTask task = SequenceTasks.named(name);
        LogisticRegressionModel model = new LogisticRegression()
                .setFamily("multinomial")
                .setMaxIter(MOST_ITERATIONS)
                .fit(rows(spark, task, TaskSplit.TRAIN, seed, arena.baselineExamples()));
        long hits = model.transform(rows(spark, task, TaskSplit.TEST, seed, arena.testExamples()))
                .filter("label = prediction")
                .count();
        return (double) hits / arena.testExamples();
    }

    private static Dataset<Row> rows(SparkSession spark, SequenceTask task, TaskSplit split, long seed, int count) {
        List<Row> rows = IntStream.range(0, count)
                .mapToObj(index -> row(task, split.example(task, seed, index)))
                .toList();
        return spark.createDataFrame(rows, SCHEMA).coalesce(1);
    }

    private static Row row(SequenceTask task, SequenceExample example) {
        return RowFactory.create(
                (double) example.label(), Vectors.dense(TokenShares.of(example.tokens(), task.vocabulary())));
    }
}
