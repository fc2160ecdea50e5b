package io.sparkformer.jobs.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well samples are ranked for each of classes that do not exclude each other.
 *
 * @param rows one per class
 */
public record AveragePrecisionTable(List<Row> rows) implements ClassResults {
    /** Copies the list. */
    public AveragePrecisionTable {
        rows = List.copyOf(rows);
    }

    /**
     * One class.
     *
     * @param name of the class
     * @param samples that it is true of
     * @param averagePrecision from 0 to 1; null where it is true of none
     */
    public record Row(String name, long samples, @Nullable Double averagePrecision) {}
}
