package io.sparkformer.benchmark.step;

import io.sparkformer.benchmark.report.Contender;
import io.sparkformer.benchmark.report.Measurement;
import io.sparkformer.benchmark.report.Precision;
import io.sparkformer.benchmark.report.Row;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether the engines computed the same: losses before the first update, and after some. */
final class Agreement {
    private static final double TOLERANCE = 1e-4;

    private Agreement() {}

    /**
     * Prints the losses of a model's contenders. Replicas of one division see the same samples, others do not.
     *
     * @return each contender in single precision whose first loss is not that of PyTorch
     */
    static List<String> ofLosses(String model, List<Row> rows, PrintStream log) {
        List<String> found = new ArrayList<>();
        for (Row row : rows) {
            Measurement measured = row.measurement();
            Contender contender = row.contender();
            double expected = rows.stream()
                    .filter(other -> isOracle(other.contender(), contender))
                    .mapToDouble(other -> other.measurement().firstLoss())
                    .findFirst()
                    .orElse(Double.NaN);
            double difference = Math.abs(measured.firstLoss() - expected);
            log.printf(
                    Locale.ROOT,
                    "   loss %-40s step 1 %.6f (%.0e from PyTorch f32), step %d %.6f%n",
                    contender,
                    measured.firstLoss(),
                    difference,
                    Measurement.LATER_STEP,
                    measured.laterLoss());
            if (contender.precision() == Precision.F32
                    && !(difference <= TOLERANCE * Math.max(1, Math.abs(expected)))) {
                found.add(model + ": the first loss of " + contender + " is " + measured.firstLoss() + ", PyTorch's "
                        + expected);
            }
        }
        return found;
    }

    private static boolean isOracle(Contender other, Contender contender) {
        return other.engine().equals(Row.PYTORCH)
                && other.precision() == Precision.F32
                && other.replicas() == contender.replicas();
    }
}
