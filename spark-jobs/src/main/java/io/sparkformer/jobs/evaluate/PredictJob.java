package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.cli.UserError;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code predict}: writes a Parquet table of the likeliest classes of every image, keyed by its source. */
public final class PredictJob implements Job {
    /** The table's directory in the output. */
    static final String TABLE = "predictions.parquet";

    private static final StructType SCHEMA = new StructType()
            .add("source", DataTypes.StringType, false)
            .add("prediction", DataTypes.StringType, false)
            .add("probability", DataTypes.FloatType, false)
            .add("label", DataTypes.StringType, true)
            .add("classes", DataTypes.createArrayType(DataTypes.StringType, false), false)
            .add("probabilities", DataTypes.createArrayType(DataTypes.FloatType, false), false)
            .add("labels", DataTypes.createArrayType(DataTypes.StringType, false), false);

    @Override
    public JobResult run(JobContext context) throws Exception {
        TrainedModel model = TrainedModel.load(context);
        Path table = context.output().resolve(TABLE);
        if (context.output().fileSystem().exists(table)) {
            throw new UserError(table + " is there already", "Remove it or give another --output");
        }
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(context.spark().sparkContext());
        Evaluator evaluator = new Evaluator(
                spark, model.run(), context.experiment().evaluation().batchSize());
        int topK = context.experiment().evaluation().topK();
        List<String> classes = model.checkpoint().classes();
        JavaRDD<Row> rows = evaluator.rows(
                model.parameters(), model.split().name(), model.split().samples(), topK, classes);
        context.spark()
                .createDataFrame(rows, SCHEMA)
                .write()
                .mode(SaveMode.ErrorIfExists)
                .parquet(table.toString());
        long written = context.spark().read().parquet(table.toString()).count();
        if (written != model.split().samples()) {
            throw new IllegalStateException(
                    table + " holds " + written + " rows for " + model.split().samples() + " samples");
        }
        context.summary()
                .put("samples", written)
                .put("split", model.split().name())
                .put("table", table.toString())
                .put("checkpointStep", model.checkpoint().step());
        context.out().println(written + " predictions in " + table);
        return JobResult.succeeded();
    }
}
