package io.sparkformer.model.cpu;

import static org.bytedeco.openblas.global.openblas.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas.cblas_scopy;

import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.CheckedIndices;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Epilogue;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Rows of a table, copied one by one. The gradient touches only the rows that were read, in the order of the ids, so that
 * repeated ones are always summed alike; before, it sets the table to zero, or to another gradient of it that it is to be
 * added to.
 */
final class EmbeddingKernels {
    static final CompositeKernels KIND =
            new CompositeKernels(EmbeddingKernels::forward, EmbeddingKernels::backward).withGradientReads(1);

    private EmbeddingKernels() {}

    static Kernel forward(Workshop workshop, CompositeBinding call) {
        CheckedIndices ids = ids(call);
        int width = width(call);
        Matrix table = new Matrix(call.input(0), width);
        Matrix y = new Matrix(call.output(), width);
        return () -> {
            int[] rows = ids.read();
            for (int i = 0; i < rows.length; i++) {
                cblas_scopy(width, table.row(rows[i]), 1, y.row(i), 1);
            }
        };
    }

    static Kernel backward(Workshop workshop, CompositeBinding call) {
        CheckedIndices ids = ids(call);
        int width = width(call);
        View gradient = Objects.requireNonNull(call.outputs().get(0));
        Matrix table = new Matrix(gradient, width);
        Matrix dy = new Matrix(call.outputGradient(), width);
        Kernel start = start(workshop.library(), call, gradient, table);
        return () -> {
            int[] rows = ids.read();
            start.run();
            for (int i = 0; i < rows.length; i++) {
                cblas_saxpy(width, 1, dy.row(i), 1, table.row(rows[i]), 1);
            }
        };
    }

    /** What the table's gradient is before the rows are added. */
    private static Kernel start(OneDnn library, CompositeBinding call, View gradient, Matrix table) {
        if (call.epilogues().isEmpty()) {
            long rows = gradient.length() / width(call);
            return () -> table.clear(0, rows);
        }
        List<Kernel> kernels = new ArrayList<>();
        Operand sum = Operand.of(gradient, gradient.length());
        for (Epilogue epilogue : call.epilogues()) {
            View addend = ((Epilogue.Sum) epilogue).addend();
            Operand other = Operand.of(addend, addend.length());
            if (epilogue != call.epilogues().get(0)) {
                kernels.add(ElementwiseKernels.add(library, sum, other, sum));
            } else if (!addend.liesAt(gradient)) {
                kernels.add(ReorderPrimitive.of(library, other, sum));
            }
        }
        return KernelList.of(kernels);
    }

    private static CheckedIndices ids(CompositeBinding call) {
        List<Tensor> inputs = call.call().inputs();
        return new CheckedIndices(inputs.get(1).name(), call.input(1), Composites.idRange(inputs.get(0)));
    }

    private static int width(CompositeBinding call) {
        return Math.toIntExact(call.call().inputs().get(0).dimension(1));
    }
}
