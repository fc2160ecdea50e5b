package io.sparkformer.model.cpu;

import static org.bytedeco.openblas.global.openblas.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas.cblas_scopy;

import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.CheckedIndices;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Rows of a table, copied one by one; the gradient zeroes the table once and then touches only the rows that were read, in
 * the order of the ids, so that repeated ones are always summed alike.
 */
final class EmbeddingKernels {
    static final CompositeKernels KIND =
            new CompositeKernels(EmbeddingKernels::forward, EmbeddingKernels::backward).withGradientReads(1);

    private EmbeddingKernels() {}

    static Kernel forward(Workshop workshop, CompositeBinding call) {
        CheckedIndices ids = ids(call);
        int width = width(call);
        FloatPointer table = pointer(call.input(0));
        FloatPointer y = pointer(call.output());
        return () -> {
            int[] rows = ids.read();
            for (int i = 0; i < rows.length; i++) {
                cblas_scopy(width, row(table, rows[i], width), 1, row(y, i, width), 1);
            }
        };
    }

    static Kernel backward(Workshop workshop, CompositeBinding call) {
        CheckedIndices ids = ids(call);
        int width = width(call);
        View gradient = Objects.requireNonNull(call.outputs().get(0));
        FloatPointer table = pointer(gradient);
        FloatPointer dy = pointer(call.outputGradient());
        long bytes = gradient.length() * Float.BYTES;
        return () -> {
            int[] rows = ids.read();
            Pointer.memset(table.position(0), 0, bytes);
            for (int i = 0; i < rows.length; i++) {
                cblas_saxpy(width, 1, row(dy, i, width), 1, row(table, rows[i], width), 1);
            }
        };
    }

    private static CheckedIndices ids(CompositeBinding call) {
        List<Tensor> inputs = call.call().inputs();
        return new CheckedIndices(
                inputs.get(1).name(),
                call.input(1),
                inputs.get(0).name(),
                inputs.get(0).dimension(0));
    }

    private static int width(CompositeBinding call) {
        return Math.toIntExact(call.call().inputs().get(0).dimension(1));
    }

    /** Moves the pointer, which belongs to one kernel, instead of allocating another one. */
    private static FloatPointer row(FloatPointer matrix, long row, int width) {
        return matrix.position(row * width);
    }

    private static FloatPointer pointer(View view) {
        return (FloatPointer) view.storage().pointer(view.offset());
    }
}
