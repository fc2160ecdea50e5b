package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import org.apache.spark.api.java.JavaSparkContext;

/** {@code evaluate}: measures a checkpoint on a split, with exact counts. */
public final class EvaluateJob implements Job {
    @Override
    public JobResult run(JobContext context) throws Exception {
        TrainedModel model = TrainedModel.load(context);
        Evaluator evaluator = new Evaluator(
                JavaSparkContext.fromSparkContext(context.spark().sparkContext()),
                model.run(),
                context.experiment().evaluation().batchSize());
        Measurement measurement = Answers.of(model).measure(evaluator, evaluator.trial(model));
        new EvaluationReport(context, model).write(measurement);
        return JobResult.succeeded();
    }
}
