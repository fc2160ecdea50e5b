package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.prepare.PrepareTextRun;
import io.sparkformer.jobs.report.Summary;
import io.sparkformer.jobs.train.TrainJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * Texts that are prepared, a small model that is trained on them, and what is asked of it, all in this process.
 *
 * @param directory of all
 * @param settings of the model and the task
 */
record TextProject(Path directory, List<String> settings) {
    private static final List<String> SMALL = List.of(
            "model.type=language",
            "model.variant=custom",
            "model.width=24",
            "model.depth=1",
            "model.heads=2",
            "model.mlp-width=48",
            "model.dropout=0",
            "training.workers=1",
            "training.local-steps=8",
            "training.batch-size=16",
            "training.schedule.learning-rate=1.0e-2",
            "data.tune=test",
            "evaluation.batch-size=8",
            "evaluation.split=test");

    private static final AtomicInteger ANSWERS = new AtomicInteger();

    /** Prepares lines of JSON, of which some are for testing. */
    static TextProject prepare(Path directory, List<String> lines, String... preparation) throws IOException {
        Path file = Files.write(Files.createDirectories(directory).resolve("texts.jsonl"), lines);
        PrepareTextRun run = new PrepareTextRun(directory.resolve("data"), file)
                .set("splits=hashed", "fractions={train=0.7, test=0.3}", "length=32")
                .set(preparation);
        run.run();
        return new TextProject(directory, SMALL);
    }

    /** The same with more settings. */
    TextProject with(String... more) {
        return new TextProject(
                directory, Stream.concat(settings.stream(), Stream.of(more)).toList());
    }

    /** Trains, and returns where. */
    Path train(String name) throws Exception {
        run(JobName.TRAIN, new TrainJob(), name);
        return directory.resolve(name);
    }

    /** What measuring a checkpoint comes to. */
    Summary evaluate(Path checkpoint) throws Exception {
        return at(checkpoint).run(JobName.EVALUATE, new EvaluateJob(), "measured-" + checkpoint.getFileName());
    }

    /** The table of a checkpoint's answers, in the order of the split. */
    List<Row> predict(Path checkpoint) throws Exception {
        String name = "answers-" + ANSWERS.incrementAndGet();
        at(checkpoint).run(JobName.PREDICT, new PredictJob(), name);
        return table(name + "/predictions.parquet");
    }

    /** The table of a checkpoint's vectors. */
    List<Row> embed(Path checkpoint, String name) throws Exception {
        at(checkpoint).run(JobName.EMBED, new EmbedJob(), name);
        return table(name + "/embeddings.parquet");
    }

    /** A checkpoint with the data, as jobs load it. */
    TrainedModel load(Path checkpoint) throws IOException {
        try (JobContext context = at(checkpoint).context(JobName.PREDICT, "unused")) {
            return TrainedModel.load(context);
        }
    }

    private TextProject at(Path checkpoint) {
        return with("evaluation.checkpoint=" + checkpoint);
    }

    private List<Row> table(String name) {
        return LocalSpark.session()
                .read()
                .parquet(directory.resolve(name).toString())
                .collectAsList();
    }

    private Summary run(JobName name, Job job, String output) throws Exception {
        try (JobContext context = context(name, output)) {
            job.run(context);
            return context.summary();
        }
    }

    private JobContext context(JobName name, String output) {
        LocalSpark.session();
        List<String> pairs = new ArrayList<>(settings);
        pairs.add("data.directory=" + directory.resolve("data"));
        pairs.add("output=" + directory.resolve(output));
        return new JobContext(name, ConfigLoader.load(null, pairs, name), null, new StopSignal());
    }
}
