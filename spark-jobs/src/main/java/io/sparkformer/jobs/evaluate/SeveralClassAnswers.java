package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.evaluate.Measurement.Detail;
import io.sparkformer.jobs.report.AveragePrecisionTable;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Classes that do not exclude each other.
 *
 * @param classes their names
 */
record SeveralClassAnswers(List<String> classes) implements Answers {
    @Override
    public Measurement measure(Evaluator evaluator, Trial trial) {
        MultiLabelEvaluation evaluation = evaluator.evaluateMultiLabel(trial, classes);
        OptionalDouble mean = evaluation.meanAveragePrecision();
        return Measurement.of(
                evaluation.overall(),
                List.of(Figure.share(
                        "meanAveragePrecision",
                        "Mean average precision",
                        mean.isPresent() ? mean.getAsDouble() : null)),
                List.of(new Detail("perClass", evaluation.perClass())),
                new AveragePrecisionTable(evaluation.perClass()));
    }

    @Override
    public SampleRows rows(int topK) {
        return new PredictionRows(classes, topK);
    }
}
