package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.runtime.DataTraits;

/** {@code embed}: writes a Parquet table of every image or text as a vector, keyed by its source. */
public final class EmbedJob implements Job {
    @Override
    public JobResult run(JobContext context) throws Exception {
        TrainedModel model = TrainedModel.loadForFeatures(context);
        new SampleTable(context, model, "embeddings.parquet")
                .write(new EmbeddingRows(DataTraits.classNames(model.manifest())), "embeddings");
        return JobResult.succeeded();
    }
}
