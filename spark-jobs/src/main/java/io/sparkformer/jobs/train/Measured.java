package io.sparkformer.jobs.train;

import io.sparkformer.jobs.evaluate.Evaluation;
import io.sparkformer.jobs.evaluate.MultiLabelEvaluation;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation between two rounds came to.
 *
 * @param overall loss, and how often the highest-ranked classes apply
 * @param meanAveragePrecision null where classes exclude each other, or no sample has any
 */
record Measured(Evaluation overall, @Nullable Double meanAveragePrecision) {
    static Measured of(Evaluation evaluation) {
        return new Measured(evaluation, null);
    }

    static Measured of(MultiLabelEvaluation evaluation) {
        OptionalDouble mean = evaluation.meanAveragePrecision();
        return new Measured(evaluation.overall(), mean.isPresent() ? mean.getAsDouble() : null);
    }
}
