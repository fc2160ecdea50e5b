package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.UserError;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** A Parquet table in a job's output with a row for each sample of a split, keyed by the sample's source. */
final class SampleTable {
    private final JobContext context;
    private final TrainedModel model;
    private final Path directory;

    /**
     * A table that does not exist yet.
     *
     * @param name of its directory in the output
     */
    SampleTable(JobContext context, TrainedModel model, String name) throws IOException {
        this.context = context;
        this.model = model;
        this.directory = context.output().resolve(name);
        if (context.output().fileSystem().exists(directory)) {
            throw new UserError(directory + " is there already", "Remove it or give another --output");
        }
    }

    /** Writes it, and says so in the summary; {@code things} is what its rows are, for people. */
    void write(SampleRows rows, String things) {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(context.spark().sparkContext());
        Evaluator evaluator = new Evaluator(
                spark, model.run(), context.experiment().evaluation().batchSize());
        JavaRDD<Row> samples = evaluator.rows(evaluator.trial(model), rows);
        context.spark()
                .createDataFrame(samples, rows.schema())
                .write()
                .mode(SaveMode.ErrorIfExists)
                .parquet(directory.toString());
        long written = context.spark().read().parquet(directory.toString()).count();
        if (written != model.split().samples()) {
            throw new IllegalStateException(directory + " holds " + written + " rows for "
                    + model.split().samples() + " samples");
        }
        context.summary()
                .put("samples", written)
                .put("split", model.split().name())
                .put("table", directory.toString())
                .put("checkpointStep", model.saved().step());
        context.out().println(written + " " + things + " in " + directory);
    }
}
