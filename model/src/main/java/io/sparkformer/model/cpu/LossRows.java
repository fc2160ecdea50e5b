package io.sparkformer.model.cpu;

import static org.bytedeco.openblas.global.openblas.cblas_dsdot;
import static org.bytedeco.openblas.global.openblas.cblas_isamax;
import static org.bytedeco.openblas.global.openblas.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas.cblas_sscal;

import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.View;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.FloatPointer;

/** What the kernels of losses have in common: logits [rows, classes] and one number for each row. */
final class LossRows {
    private final Workshop workshop;
    private final CompositeBinding call;
    private final long rows;
    private final int classes;
    private final FloatPointer ones;

    LossRows(Workshop workshop, CompositeBinding call) {
        this.workshop = workshop;
        this.call = call;
        this.classes = Math.toIntExact(call.call().inputs().get(0).dimension(-1));
        this.rows = call.input(0).length() / classes;
        float[] values = new float[classes];
        Arrays.fill(values, 1);
        this.ones = new FloatPointer(values);
    }

    long rows() {
        return rows;
    }

    int classes() {
        return classes;
    }

    /** Rows in a block, but for the last one. */
    int block() {
        return RowBlocks.size(rows, classes);
    }

    /** A vector of as many ones as there are classes. */
    FloatPointer ones() {
        return ones;
    }

    /** The sum of a row. */
    double sum(FloatPointer row) {
        return dot(row, ones);
    }

    /** The product of two rows, summed in double precision. */
    double dot(FloatPointer a, FloatPointer b) {
        return cblas_dsdot(classes, a, 1, b, 1);
    }

    /**
     * log sum_c exp(x_c), from the largest of the softmax: that is exp(0) over the sum of exp(x - max x), whose logarithm
     * oneDNN's own log-softmax would know to six digits only. StrictMath gives the same bits everywhere.
     */
    double logSumExp(FloatPointer x, FloatPointer softmax) {
        long largest = cblas_isamax(classes, softmax, 1);
        return x.get(largest) - StrictMath.log(softmax.get(largest));
    }

    /** target = a target + b other. */
    void blend(float a, FloatPointer target, float b, FloatPointer other) {
        cblas_sscal(classes, a, target, 1);
        cblas_saxpy(classes, b, other, 1, target, 1);
    }

    /** The array as a matrix of rows. */
    Matrix matrix(View view) {
        return new Matrix(view, classes);
    }

    /** The array as one number for each row. */
    Matrix column(View view) {
        return new Matrix(view, 1);
    }

    /** Room for some blocks while a forward kernel runs. */
    static CompositeKernels.Room scratchBlocks(int count) {
        return (workshop, call) -> {
            Tensor logits = call.inputs().get(0);
            long classes = logits.dimension(-1);
            return call.forward() == null
                    ? (long) count * RowBlocks.size(logits.length() / classes, classes) * classes
                    : 0;
        };
    }

    /** One of the scratch blocks. */
    View scratch(int index) {
        long length = (long) block() * classes;
        View memory = call.scratchView();
        return new View(memory.storage(), memory.offset() + index * length, length);
    }

    /** softmax of the logits' rows. */
    RowBlocks softmax(View target) {
        return of(LossRows::softmax, target);
    }

    /** A function of each logit. */
    RowBlocks function(int function, float alpha, View target) {
        return of((library, shape) -> EltwisePrimitive.description(library, function, alpha, 0, shape), target);
    }

    private RowBlocks of(BiFunction<OneDnn, dnnl_memory_desc, dnnl_primitive_desc> function, View target) {
        return new RowBlocks(workshop.library(), function, call.input(0), target, classes);
    }

    private static dnnl_primitive_desc softmax(OneDnn library, dnnl_memory_desc shape) {
        return SoftmaxPrimitive.description(library, shape, 1);
    }
}
