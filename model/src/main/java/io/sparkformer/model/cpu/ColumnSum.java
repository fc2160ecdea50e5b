package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemv;

import io.sparkformer.model.plan.Kernel;
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
     * @param sums [1, columns]
     */
    static Kernel of(OneDnn library, Operand matrix, Operand sums) {
        return matrix.isHalf() ? half(library, matrix, sums) : single(library, matrix, sums);
    }

    private static Kernel single(OneDnn library, Operand matrix, Operand sums) {
        int rows = Math.toIntExact(matrix.dimension(0));
        int columns = Math.toIntExact(matrix.dimension(1));
        int stride = Math.toIntExact(matrix.strides()[0]);
        float[] values = new float[rows];
        Arrays.fill(values, 1);
        FloatPointer ones = library.own(new FloatPointer(values), nothing -> 0);
        FloatPointer from = new FloatPointer(matrix.pointer());
        FloatPointer to = new FloatPointer(sums.pointer());
        return () -> cblas_sgemv(CblasRowMajor, CblasTrans, rows, columns, 1, from, stride, ones, 1, 0, to, 1);
    }

    private static Kernel half(OneDnn library, Operand matrix, Operand sums) {
        long[] shape = {1, matrix.dimension(0)};
        short[] values = new short[Math.toIntExact(shape[1])];
        Arrays.fill(values, ONE);
        ShortPointer ones = library.own(new ShortPointer(values), nothing -> 0);
        return MatMulPrimitive.of(library, new Operand(ones, shape, Operand.rowMajor(shape), dnnl_bf16), matrix, sums);
    }
}
