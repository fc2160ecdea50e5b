package io.sparkformer.benchmark.engine;

import io.sparkformer.benchmark.model.BenchmarkModel;
import io.sparkformer.benchmark.report.CountingKernels;
import io.sparkformer.benchmark.report.MatrixProduct;
import io.sparkformer.benchmark.report.MatrixProducts;
import io.sparkformer.benchmark.report.Precision;
import io.sparkformer.model.graph.GraphSettings;
import java.util.Map;

/**
 * The floor: the matrix products of a step and nothing else, each by the faster of oneDNN and OpenBLAS for its shape. The
 * operands stay in the cache where they fit, which no real step can hope for.
 */
final class FloorSubject implements Subject {
    /** Each shape is repeated for this long, or twice if it takes longer. */
    private static final long NANOS_PER_SHAPE = 5_000_000;

    private final MatrixProducts products;
    private final Precision precision;
    private final GemmMemory memory;

    FloorSubject(BenchmarkModel model, Precision precision) {
        this.products = CountingKernels.ofTrainingStep(model.graph(GraphSettings.Mode.TRAINING));
        this.precision = precision;
        this.memory = GemmMemory.of(products.counts().keySet());
    }

    @Override
    public Sample step() {
        long nanos = 0;
        for (Map.Entry<MatrixProduct, Integer> entry : products.counts().entrySet()) {
            nanos += entry.getValue() * fastest(entry.getKey());
        }
        return new Sample(nanos, nanos, 0, 0);
    }

    @Override
    public Sample forward() {
        throw new UnsupportedOperationException("the floor is that of a whole step");
    }

    @Override
    public long flops() {
        return products.flops();
    }

    private long fastest(MatrixProduct product) {
        long fastest = Long.MAX_VALUE;
        for (Gemm gemm : Gemm.candidates(product, precision, memory)) {
            try (gemm) {
                fastest = Math.min(fastest, fastest(gemm));
            }
        }
        return fastest;
    }

    private static long fastest(Gemm gemm) {
        gemm.run();
        long fastest = Long.MAX_VALUE;
        long total = 0;
        for (int run = 0; run < 2 || total < NANOS_PER_SHAPE; run++) {
            long start = System.nanoTime();
            gemm.run();
            long nanos = System.nanoTime() - start;
            fastest = Math.min(fastest, nanos);
            total += nanos;
        }
        return fastest;
    }

    @Override
    public void close() {
        // The process ends with it.
    }
}
