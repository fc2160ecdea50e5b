package io.sparkformer.benchmark.engine;

import io.sparkformer.benchmark.report.MatrixProduct;
import io.sparkformer.benchmark.report.Precision;
import java.util.ArrayList;
import java.util.List;

/** A matrix product of a library, bound to memory. */
interface Gemm extends AutoCloseable {
    /** Computes it once. */
    void run();

    @Override
    void close();

    /** What the libraries offer for a shape in this precision; OpenBLAS has no bf16. */
    static List<Gemm> candidates(MatrixProduct product, Precision precision, GemmMemory memory) {
        List<Gemm> candidates = new ArrayList<>();
        candidates.add(new OneDnnGemm(product, precision, memory));
        if (precision == Precision.F32) {
            candidates.add(new OpenBlasGemm(product, memory));
        }
        return candidates;
    }
}
