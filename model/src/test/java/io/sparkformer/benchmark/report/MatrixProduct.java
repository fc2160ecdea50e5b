package io.sparkformer.benchmark.report;

/**
 * The shape of a matrix product, op(A) [m, k] times op(B) [k, n], done once for each matrix of a batch.
 *
 * @param batch number of matrices
 * @param m rows of the result
 * @param n columns of the result
 * @param k length of the sums
 * @param transposeA whether A is stored as [k, m]
 * @param transposeB whether B is stored as [n, k]
 */
public record MatrixProduct(long batch, long m, long n, long k, boolean transposeA, boolean transposeB) {
    /** Floating-point operations: a multiplication and an addition for each term of each sum. */
    public long flops() {
        return 2 * batch * m * n * k;
    }

    @Override
    public String toString() {
        return batch + " x [" + m + ", " + k + "]" + (transposeA ? "^T" : "") + " [" + k + ", " + n + "]"
                + (transposeB ? "^T" : "");
    }
}
