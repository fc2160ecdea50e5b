package io.sparkformer.benchmark.report;

import java.util.List;
import java.util.Map;

/**
 * What one run of the benchmark found.
 *
 * @param environment where and how it ran, by name
 * @param rows compared with PyTorch where it ran
 */
public record Result(Map<String, String> environment, List<Row> rows) {
    /** Fills in the comparison with PyTorch. */
    public Result {
        List<Row> all = List.copyOf(rows);
        rows = all.stream().map(row -> row.comparedWith(all)).toList();
    }
}
