package io.sparkformer.model.cpu;

import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Epilogue;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * y = x W^T + b of x [rows, I], W [O, I] and b [O].
 *
 * <p>In bfloat16 the operands of the three products are rounded: x and y's gradient lie so already where the plan keeps them
 * so, and are rounded into scratch memory, as the weights are, where it does not. Sums are in single precision.
 */
final class LinearKernels {
    static final CompositeKernels KIND = new CompositeKernels(
                    (workshop, binding) -> new LinearKernels(workshop, binding).forward(),
                    (workshop, binding) -> new LinearKernels(workshop, binding).backward())
            .withScratch(LinearKernels::scratchLength)
            .withGradientReads(0, 1)
            .withHalf(new CompositeKernels.HalfFormats(Set.of(0), true, Set.of(0, 3), Set.of(0)));

    private final OneDnn library;
    private final CompositeBinding call;
    private final boolean rounded;
    private final long outputs;
    private final long inputs;
    private final long rows;
    private final List<Kernel> kernels = new ArrayList<>();

    private LinearKernels(Workshop workshop, CompositeBinding call) {
        this.library = workshop.library();
        this.call = call;
        this.rounded = workshop.precision() == Precision.BF16;
        this.outputs = call.input(1).shape()[0];
        this.inputs = call.input(1).shape()[1];
        this.rows = call.input(0).length() / inputs;
    }

    /** Room for the rounded weights, x and y's gradient, whether the plan keeps these rounded or not. */
    private static long scratchLength(CompositeCall call, Precision precision) {
        if (precision == Precision.F32) {
            return 0;
        }
        long weight = call.inputs().get(1).length();
        long x = call.inputs().get(0).length();
        long dy = call.forward() == null ? 0 : call.inputs().get(3).length();
        return View.halfRoom(weight) + View.halfRoom(x) + View.halfRoom(dy);
    }

    private Kernel forward() {
        Operand weight = operand(call.input(1), 0, outputs, inputs);
        Operand x = operand(call.input(0), View.halfRoom(outputs * inputs), rows, inputs);
        Operand bias = Operand.of(call.input(2), 1, outputs);
        Operand y = Operand.of(call.output(), rows, outputs);
        kernels.add(
                MatMulPrimitive.of(library, x, weight.transposed(), bias, y, new Attributes(1, epilogues(), false)));
        return KernelList.of(kernels);
    }

    private List<Attributes.Step> epilogues() {
        List<Attributes.Step> steps = new ArrayList<>();
        for (Epilogue epilogue : call.epilogues()) {
            if (epilogue instanceof Epilogue.Sum sum) {
                steps.add(new Attributes.Step.Add(Operand.of(sum.addend(), rows, outputs)));
            } else if (epilogue instanceof Epilogue.Activation activation) {
                steps.add(new Attributes.Step.Apply(ActivationKernels.algorithm(activation.function())));
            }
        }
        return steps;
    }

    /** dx = dy W, dW = dy^T x, db = the sum of dy's rows. */
    private Kernel backward() {
        long afterWeight = View.halfRoom(outputs * inputs);
        Operand dy = operand(call.outputGradient(), afterWeight + View.halfRoom(rows * inputs), rows, outputs);
        View dx = call.outputs().get(0);
        if (dx != null) {
            Operand weight = operand(call.input(1), 0, outputs, inputs);
            kernels.add(MatMulPrimitive.of(library, dy, weight, Operand.of(dx, rows, inputs)));
        }
        View dw = call.outputs().get(1);
        if (dw != null) {
            Operand x = operand(call.input(0), afterWeight, rows, inputs);
            kernels.add(MatMulPrimitive.of(library, dy.transposed(), x, Operand.of(dw, outputs, inputs)));
        }
        View db = call.outputs().get(2);
        if (db != null) {
            kernels.add(ColumnSum.of(library, rows, outputs, call.outputGradient(), db));
        }
        return KernelList.of(kernels);
    }

    /** A matrix as the products take it; where it must be rounded for them, rounded to this place in the scratch memory. */
    private Operand operand(View view, long scratchOffset, long height, long width) {
        Operand matrix = Operand.of(view, height, width);
        if (!rounded || view.half()) {
            return matrix;
        }
        View scratch = call.scratchView();
        View place = new View(scratch.storage(), scratch.offset() + scratchOffset, true, height, width);
        Operand copy = Operand.of(place, height, width);
        kernels.add(ReorderPrimitive.of(library, matrix, copy));
        return copy;
    }
}
