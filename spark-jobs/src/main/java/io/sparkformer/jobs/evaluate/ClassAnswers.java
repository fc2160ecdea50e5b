package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.evaluate.Measurement.Detail;
import io.sparkformer.jobs.report.ClassificationTable;
import io.sparkformer.jobs.runtime.Predictions;
import java.util.List;

/**
 * One class for each sample.
 *
 * @param classes their names
 */
record ClassAnswers(List<String> classes) implements Answers {
    @Override
    public Measurement measure(Evaluator evaluator, Trial trial) {
        List<Predictions> predictions = evaluator.predict(trial, Hits.FIVE);
        ClassMetrics metrics = ClassMetrics.of(evaluator.spark(), predictions, classes);
        return Measurement.of(
                Evaluation.of(predictions),
                List.of(),
                List.of(new Detail("perClass", metrics.perClass()), new Detail("confusion", metrics.confusion())),
                new ClassificationTable(classes, metrics.confusion()));
    }

    @Override
    public SampleRows rows(int topK) {
        return new PredictionRows(classes, topK);
    }
}
