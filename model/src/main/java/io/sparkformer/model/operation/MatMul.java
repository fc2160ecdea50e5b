package io.sparkformer.model.operation;

import io.sparkformer.model.operation.NativeOperation.Arguments;
import java.util.Arrays;
import java.util.List;

/** Matrix products, batched over equal leading axes. */
public final class MatMul {
    private MatMul() {}

    /** a [..., m, k] times b [..., k, n]. */
    public static Tensor apply(Tensor a, Tensor b) {
        return apply(a, b, false, false);
    }

    /** a [..., m, k] times the transpose of b [..., n, k]. */
    public static Tensor applyTransposed(Tensor a, Tensor b) {
        return apply(a, b, false, true);
    }

    /** op(a) times op(b), where op transposes the last two axes if asked to. */
    public static Tensor apply(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
        return NativeOperation.declare(
                "matmul",
                List.of(a, b),
                productShape(a, b, transposeA, transposeB),
                Arguments.integers(transposeA ? 1 : 0, transposeB ? 1 : 0, 0),
                (y, dy) -> List.of(
                        transposeA ? apply(b, dy, transposeB, true) : apply(dy, b, false, !transposeB),
                        transposeB ? apply(dy, a, true, transposeA) : apply(a, dy, !transposeA, false)));
    }

    private static long[] productShape(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
        int rank = a.rank();
        boolean batched = rank == b.rank()
                && rank >= 2
                && Arrays.equals(Arrays.copyOf(a.shape(), rank - 2), Arrays.copyOf(b.shape(), rank - 2));
        long inner = a.dimension(transposeA ? -2 : -1);
        if (!batched || inner != b.dimension(transposeB ? -1 : -2)) {
            throw new IllegalArgumentException("no matrix product of " + a + (transposeA ? " transposed" : "") + " and "
                    + b + (transposeB ? " transposed" : ""));
        }
        long[] shape = a.shape();
        shape[rank - 2] = a.dimension(transposeA ? -1 : -2);
        shape[rank - 1] = b.dimension(transposeB ? -2 : -1);
        return shape;
    }
}
