package io.sparkformer.model.cpu;

import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemv;

import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/** The sum of a matrix's rows, as its transpose times ones: oneDNN's reduction takes many times as long. */
final class ColumnSum implements Kernel {
    private final int rows;
    private final int columns;
    private final FloatPointer matrix;
    private final FloatPointer sums;
    private final FloatPointer ones;

    ColumnSum(long rows, long columns, View matrix, View sums) {
        this.rows = Math.toIntExact(rows);
        this.columns = Math.toIntExact(columns);
        this.matrix = (FloatPointer) matrix.storage().pointer(matrix.offset());
        this.sums = (FloatPointer) sums.storage().pointer(sums.offset());
        float[] values = new float[this.rows];
        Arrays.fill(values, 1);
        this.ones = new FloatPointer(values);
    }

    @Override
    public void run() {
        cblas_sgemv(CblasRowMajor, CblasTrans, rows, columns, 1, matrix, columns, ones, 1, 0, sums, 1);
    }
}
