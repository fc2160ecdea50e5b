package io.sparkformer.model.cpu;

import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * y = x W^T + b of x [rows, I], W [O, I] and b [O].
 *
 * <p>In bfloat16 the operands of the three products are rounded once each: the forward kernel saves x and W so for the
 * gradient.
 */
final class LinearKernels {
    private final OneDnn library;
    private final CompositeBinding call;
    private final Precision precision;
    private final LongFunction<View> scratch;
    private final long outputs;
    private final long inputs;
    private final long rows;

    LinearKernels(OneDnn library, CompositeBinding call, Precision precision, LongFunction<View> scratch) {
        this.library = library;
        this.call = call;
        this.precision = precision;
        this.scratch = scratch;
        this.outputs = call.input(1).shape()[0];
        this.inputs = call.input(1).shape()[1];
        this.rows = call.input(0).length() / inputs;
    }

    /** Elements that {@link #forward} saves. */
    static long savedLength(CompositeCall forward, Precision precision) {
        if (precision == Precision.F32) {
            return 0;
        }
        Tensor x = forward.inputs().get(0);
        Tensor weight = forward.inputs().get(1);
        return Operand.halfLength(x.length()) + Operand.halfLength(weight.length());
    }

    /** Inputs that {@link #backward} reads. */
    static Set<Integer> gradientReads(Precision precision) {
        return precision == Precision.F32 ? Set.of(0, 1) : Set.of();
    }

    Kernel forward() {
        List<Kernel> kernels = new ArrayList<>();
        Operand x = x();
        Operand weight = weight();
        if (precision == Precision.BF16) {
            kernels.add(ReorderPrimitive.of(library, x, savedX()));
            kernels.add(ReorderPrimitive.of(library, weight, savedWeight()));
            x = savedX();
            weight = savedWeight();
        }
        Operand bias = Operand.of(call.input(2), 1, outputs);
        kernels.add(MatMulPrimitive.of(library, x, weight.transposed(), bias, y(call.output()), Attributes.NONE));
        return KernelList.of(kernels);
    }

    /** dx = dy W, dW = dy^T x, db = the sum of dy's rows. */
    Kernel backward() {
        List<Kernel> kernels = new ArrayList<>();
        boolean rounded = precision == Precision.BF16;
        Operand dy = y(call.outputGradient());
        if (rounded) {
            Operand half = Operand.half(scratch.apply(Operand.halfLength(rows * outputs)), 0, rows, outputs);
            kernels.add(ReorderPrimitive.of(library, dy, half));
            dy = half;
        }
        View dx = call.outputs().get(0);
        if (dx != null) {
            Operand weight = rounded ? savedWeight() : weight();
            kernels.add(MatMulPrimitive.of(library, dy, weight, Operand.of(dx, rows, inputs)));
        }
        View dw = call.outputs().get(1);
        if (dw != null) {
            Operand x = rounded ? savedX() : x();
            kernels.add(MatMulPrimitive.of(library, dy.transposed(), x, Operand.of(dw, outputs, inputs)));
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

    private Operand savedX() {
        return Operand.half(call.savedView(), 0, rows, inputs);
    }

    private Operand savedWeight() {
        return Operand.half(call.savedView(), Operand.halfLength(rows * inputs), outputs, inputs);
    }

    private Operand y(View view) {
        return Operand.of(view, rows, outputs);
    }
}
