package io.sparkformer.jobs.generate;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.GenerationConfig;
import io.sparkformer.jobs.exchange.BroadcastParameters;
import io.sparkformer.jobs.runtime.Wire;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The Parquet table in the job's output, with a row for each prompt. */
final class GenerationTable {
    /** The table's directory in the output. */
    static final String NAME = "generations.parquet";

    private static final StructType SCHEMA = new StructType()
            .add("source", DataTypes.StringType, false)
            .add("prompt", DataTypes.StringType, false)
            .add("continuation", DataTypes.StringType, false)
            .add("tokens", DataTypes.IntegerType, false)
            .add("ended", DataTypes.BooleanType, false);

    private final JobContext context;
    private final Path directory;

    /** A table that does not exist yet. */
    GenerationTable(JobContext context) throws IOException {
        this.context = context;
        this.directory = context.output().resolve(NAME);
        if (context.output().fileSystem().exists(directory)) {
            throw new UserError(directory + " is there already", "Remove it or give another --output");
        }
    }

    /**
     * Continues the prompts on the cluster, and writes what follows them.
     *
     * @param room tokens of the longest text
     */
    void write(TrainedDecoder model, List<TextPrompt> prompts, int room) {
        context.spark()
                .createDataFrame(rows(model, prompts, room), SCHEMA)
                .write()
                .mode(SaveMode.ErrorIfExists)
                .parquet(directory.toString());
        long written = context.spark().read().parquet(directory.toString()).count();
        if (written != prompts.size()) {
            throw new IllegalStateException(
                    directory + " holds " + written + " rows for " + prompts.size() + " prompts");
        }
        context.summary()
                .put("prompts", written)
                .put("table", directory.toString())
                .put("checkpointStep", model.saved().step());
        context.out().println(written + " continuations in " + directory);
    }

    private JavaRDD<Row> rows(TrainedDecoder model, List<TextPrompt> prompts, int room) {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(context.spark().sparkContext());
        GenerationConfig config = context.experiment().generation();
        GenerationTask task = new GenerationTask(
                model.run(),
                new GenerationSpec(context.configuration().toJson(), room, List.copyOf(model.ends(config.ends()))),
                spark.broadcast(model.tokenizerFile()),
                new BroadcastParameters(spark.broadcast(model.parameters())));
        // A batch for each task: to continue one takes seconds.
        return Wire.parallelize(spark, PromptStretch.cut(prompts, config.batchSize()))
                .flatMap(task);
    }
}
