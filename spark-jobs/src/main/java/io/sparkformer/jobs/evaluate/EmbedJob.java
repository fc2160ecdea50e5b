package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;

/** {@code embed}: writes a Parquet table of every image's features, the vector that the head sees, keyed by its source. */
public final class EmbedJob implements Job {
    @Override
    public JobResult run(JobContext context) throws Exception {
        TrainedModel model = TrainedModel.load(context).requireWholeSamples();
        new SampleTable(context, model, "embeddings.parquet")
                .write(new EmbeddingRows(model.checkpoint().classes()), "embeddings");
        return JobResult.succeeded();
    }
}
