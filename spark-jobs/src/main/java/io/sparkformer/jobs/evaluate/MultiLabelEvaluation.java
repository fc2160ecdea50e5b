package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.report.AveragePrecisionTable;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Exact measures of a model whose classes do not exclude each other.
 *
 * @param overall loss, and how often the highest-ranked classes apply
 * @param perClass one entry per class
 */
public record MultiLabelEvaluation(Evaluation overall, List<AveragePrecisionTable.Row> perClass) {
    /** The mean over the classes that are true of a sample; empty where there are none. */
    public OptionalDouble meanAveragePrecision() {
        return perClass.stream()
                .map(AveragePrecisionTable.Row::averagePrecision)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average();
    }
}
