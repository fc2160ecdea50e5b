package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;

/** {@code predict}: writes a Parquet table of the answers for every image or text, keyed by its source. */
public final class PredictJob implements Job {
    /** The table's directory in the output. */
    static final String TABLE = "predictions.parquet";

    @Override
    public JobResult run(JobContext context) throws Exception {
        TrainedModel model = TrainedModel.load(context);
        SampleRows rows =
                Answers.of(model).rows(context.experiment().evaluation().topK());
        new SampleTable(context, model, TABLE).write(rows, "predictions");
        return JobResult.succeeded();
    }
}
