package io.sparkformer.benchmark.report;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the result.
 *
 * @param model its name
 * @param batch samples per step of all replicas together
 * @param contender what was timed
 * @param gigaflop work of a step in its matrix products, of all replicas together, 10^9 operations
 * @param measurement what was measured
 * @param floorMillis time of the matrix products alone at the best rate found for their shapes in this precision, divided
 *     by the number of threads
 * @param pytorch PyTorch's fastest way to use the same threads in the same precision; null where it did not run
 */
public record Row(
        String model,
        int batch,
        Contender contender,
        double gigaflop,
        Measurement measurement,
        double floorMillis,
        @Nullable Measurement pytorch) {
    /** How the names of the engines start that the others are compared with. */
    public static final String PYTORCH = "PyTorch";

    /** Time per step over the floor's. */
    public double toFloor() {
        return measurement.stepMillis() / floorMillis;
    }

    /** Time per step over PyTorch's. */
    public @Nullable Double toPytorch() {
        return pytorch == null ? null : ratio(measurement.stepMillis(), pytorch.stepMillis());
    }

    /** CPU time per step over PyTorch's: what the ratio of times is on a machine that does nothing else. */
    public @Nullable Double cpuToPytorch() {
        return pytorch == null ? null : ratio(measurement.stepCpuMillis(), pytorch.stepCpuMillis());
    }

    /** Time of the forward pass over PyTorch's. */
    public @Nullable Double forwardToPytorch() {
        return pytorch == null ? null : ratio(measurement.forwardMillis(), pytorch.forwardMillis());
    }

    /** Peak memory over PyTorch's. */
    public @Nullable Double memoryToPytorch() {
        return pytorch == null ? null : ratio(measurement.peakMebibytes(), pytorch.peakMebibytes());
    }

    /** This line with PyTorch's measurement filled in from the lines of the same model, threads and precision. */
    Row comparedWith(List<Row> all) {
        Measurement fastest = all.stream()
                .filter(row -> row.contender.engine().startsWith(PYTORCH) && comparable(row))
                .map(Row::measurement)
                .min(Comparator.comparingDouble(Measurement::stepMillis))
                .orElse(null);
        return new Row(model, batch, contender, gigaflop, measurement, floorMillis, fastest);
    }

    private boolean comparable(Row other) {
        return other.model.equals(model)
                && other.batch == batch
                && other.contender.totalThreads() == contender.totalThreads()
                && other.contender.precision() == contender.precision();
    }

    private static @Nullable Double ratio(@Nullable Double ours, @Nullable Double theirs) {
        return ours == null || theirs == null ? null : ours / theirs;
    }
}
