package io.sparkformer.model.cpu;

import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.ArrayList;
import java.util.List;

/** y = x W^T + b of x [rows, I], W [O, I] and b [O]. */
final class LinearKernels {
    private final OneDnn library;
    private final CompositeBinding call;
    private final long outputs;
    private final long inputs;
    private final long rows;

    LinearKernels(OneDnn library, CompositeBinding call) {
        this.library = library;
        this.call = call;
        this.outputs = call.input(1).shape()[0];
        this.inputs = call.input(1).shape()[1];
        this.rows = call.input(0).length() / inputs;
    }

    Kernel forward() {
        Operand bias = Operand.of(call.input(2), 1, outputs);
        return MatMulPrimitive.of(library, x(), weight().transposed(), bias, y(call.output()), Attributes.NONE);
    }

    /** dx = dy W, dW = dy^T x, db = the sum of dy's rows. */
    Kernel backward() {
        Operand dy = y(call.outputGradient());
        List<Kernel> kernels = new ArrayList<>();
        View dx = call.outputs().get(0);
        if (dx != null) {
            kernels.add(MatMulPrimitive.of(library, dy, weight(), Operand.of(dx, rows, inputs)));
        }
        View dw = call.outputs().get(1);
        if (dw != null) {
            kernels.add(MatMulPrimitive.of(library, dy.transposed(), x(), Operand.of(dw, outputs, inputs)));
        }
        View db = call.outputs().get(2);
        if (db != null) {
            kernels.add(new ColumnSum(rows, outputs, call.outputGradient(), db));
        }
        return KernelList.of(kernels);
    }

    private Operand x() {
        return Operand.of(call.input(0), rows, inputs);
    }

    private Operand weight() {
        return Operand.of(call.input(1), outputs, inputs);
    }

    private Operand y(View view) {
        return Operand.of(view, rows, outputs);
    }
}
