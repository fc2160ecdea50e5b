package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.config.CausalLanguageSettings;
import io.sparkformer.jobs.config.MaskedLanguageSettings;
import io.sparkformer.jobs.config.RegressionSettings;
import io.sparkformer.jobs.config.SpanSettings;
import io.sparkformer.jobs.config.TaskSettings;
import io.sparkformer.jobs.runtime.Predictions;
import io.sparkformer.model.layer.Objective;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/** {@code evaluate}: measures a checkpoint on a split, with exact counts. */
public final class EvaluateJob implements Job {
    private static final int TOP = 5;

    @Override
    public JobResult run(JobContext context) throws Exception {
        TrainedModel model = TrainedModel.load(context);
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(context.spark().sparkContext());
        Evaluator evaluator = new Evaluator(
                spark, model.run(), context.experiment().evaluation().batchSize());
        if (model.run().experiment().training().loss() == Objective.SIGMOID) {
            MultiLabelEvaluation evaluation = evaluator.evaluateMultiLabel(
                    evaluator.broadcast(model.parameters()),
                    model.split().name(),
                    model.split().samples(),
                    model.checkpoint().classes());
            new EvaluationReport(context, model).write(evaluation);
            return JobResult.succeeded();
        }
        List<Predictions> predictions = evaluator.predict(
                evaluator.broadcast(model.parameters()),
                model.split().name(),
                model.split().samples(),
                TOP);
        Evaluation evaluation = Evaluation.of(predictions);
        TaskSettings task = model.run().experiment().task();
        if (task instanceof MaskedLanguageSettings || task instanceof CausalLanguageSettings) {
            new EvaluationReport(context, model).writeTokens(evaluation, model.unigramEntropy());
            return JobResult.succeeded();
        }
        if (task instanceof SpanSettings || task instanceof RegressionSettings) {
            new EvaluationReport(context, model).write(evaluation);
            return JobResult.succeeded();
        }
        ClassMetrics classes =
                ClassMetrics.of(spark, predictions, model.checkpoint().classes());
        new EvaluationReport(context, model).write(evaluation, classes);
        return JobResult.succeeded();
    }
}
