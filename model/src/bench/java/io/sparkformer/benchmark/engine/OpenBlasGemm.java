package io.sparkformer.benchmark.engine;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import io.sparkformer.benchmark.report.MatrixProduct;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** OpenBLAS's sgemm, called once for each matrix of a batch. */
final class OpenBlasGemm implements Gemm {
    private final MatrixProduct product;
    private final FloatPointer[] matricesOfA;
    private final FloatPointer[] matricesOfB;
    private final FloatPointer[] matricesOfC;

    OpenBlasGemm(MatrixProduct product, GemmMemory memory) {
        this.product = product;
        this.matricesOfA = split(memory.a(), product.m() * product.k());
        this.matricesOfB = split(memory.b(), product.k() * product.n());
        this.matricesOfC = split(memory.c(), product.m() * product.n());
    }

    @Override
    public void run() {
        int m = Math.toIntExact(product.m());
        int n = Math.toIntExact(product.n());
        int k = Math.toIntExact(product.k());
        for (int matrix = 0; matrix < product.batch(); matrix++) {
            openblas.cblas_sgemm(
                    CblasRowMajor,
                    product.transposeA() ? CblasTrans : CblasNoTrans,
                    product.transposeB() ? CblasTrans : CblasNoTrans,
                    m,
                    n,
                    k,
                    1,
                    matricesOfA[matrix],
                    product.transposeA() ? m : k,
                    matricesOfB[matrix],
                    product.transposeB() ? k : n,
                    0,
                    matricesOfC[matrix],
                    n);
        }
    }

    private FloatPointer[] split(FloatPointer memory, long length) {
        FloatPointer[] parts = new FloatPointer[Math.toIntExact(product.batch())];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = memory.getPointer(i * length);
        }
        return parts;
    }

    @Override
    public void close() {
        // The memory is not its own.
    }
}
