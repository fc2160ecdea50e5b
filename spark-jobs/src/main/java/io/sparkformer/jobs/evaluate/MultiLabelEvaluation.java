package io.sparkformer.jobs.evaluate;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Exact measures of a model whose classes do not exclude each other.
 *
 * @param overall loss, and how often the highest-ranked classes apply
 * @param perClass one entry per class
 */
record MultiLabelEvaluation(Evaluation overall, List<Entry> perClass) {
    /**
     * One class.
     *
     * @param name of the class
     * @param samples that it is true of
     * @param averagePrecision of the class; null where it is true of none
     */
    record Entry(String name, long samples, @Nullable Double averagePrecision) {}

    /** The mean over the classes that are true of a sample; empty where there are none. */
    OptionalDouble meanAveragePrecision() {
        return perClass.stream()
                .map(Entry::averagePrecision)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average();
    }
}
