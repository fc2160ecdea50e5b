package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;

/** {@code predict}: writes a Parquet table of the likeliest classes of every image, keyed by its source. */
public final class PredictJob implements Job {
    /** The table's directory in the output. */
    static final String TABLE = "predictions.parquet";

    @Override
    public JobResult run(JobContext context) throws Exception {
        TrainedModel model = TrainedModel.load(context).requireWholeSamples();
        int topK = context.experiment().evaluation().topK();
        new SampleTable(context, model, TABLE)
                .write(new PredictionRows(model.checkpoint().classes(), topK), "predictions");
        return JobResult.succeeded();
    }
}
