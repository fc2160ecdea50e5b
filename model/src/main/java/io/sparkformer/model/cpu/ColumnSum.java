package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemv;

import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;

/** The sum of a matrix's rows, as a product with ones: oneDNN's reduction takes many times as long. */
final class ColumnSum {
    /** The number one in bfloat16. */
    private static final short ONE = 0x3F80;

    private ColumnSum() {}

    /**
     * Sums in single precision.
     *
     * @param matrix [rows, columns], of either type
     * @param sums [columns]
     */
    static Kernel of(OneDnn library, long rows, long columns, View matrix, View sums) {
        return matrix.half()
                ? half(library, rows, columns, matrix, sums)
                : single(library, rows, columns, matrix, sums);
    }

    private static Kernel single(OneDnn library, long rows, long columns, View matrix, View sums) {
        float[] values = new float[Math.toIntExact(rows)];
        Arrays.fill(values, 1);
        FloatPointer ones = library.own(new FloatPointer(values), nothing -> 0);
        FloatPointer from = (FloatPointer) matrix.storage().pointer(matrix.offset());
        FloatPointer to = (FloatPointer) sums.storage().pointer(sums.offset());
        int height = Math.toIntExact(rows);
        int width = Math.toIntExact(columns);
        return () -> cblas_sgemv(CblasRowMajor, CblasTrans, height, width, 1, from, width, ones, 1, 0, to, 1);
    }

    private static Kernel half(OneDnn library, long rows, long columns, View matrix, View sums) {
        short[] values = new short[Math.toIntExact(rows)];
        Arrays.fill(values, ONE);
        ShortPointer ones = library.own(new ShortPointer(values), nothing -> 0);
        long[] shape = {1, rows};
        return MatMulPrimitive.of(
                library,
                new Operand(ones, shape, Operand.rowMajor(shape), dnnl_bf16),
                Operand.of(matrix, rows, columns),
                Operand.of(sums, 1, columns));
    }
}
