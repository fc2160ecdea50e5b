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

    private static final long BLOCK = 1024;
    private static final long MANY_OUTPUTS = 4 * BLOCK;

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
    private static long scratchLength(Workshop workshop, CompositeCall call) {
        if (workshop.precision() == Precision.F32) {
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
        View dw = call.outputs().get(1);
        Operand weight = dx == null ? null : operand(call.input(1), 0, outputs, inputs);
        Operand x = dw == null ? null : operand(call.input(0), afterWeight, rows, inputs);
        long block = blockOfOutputs();
        for (long first = 0; first < outputs; first += block) {
            long count = Math.min(block, outputs - first);
            Operand part = dy.slice(1, first, count);
            if (dx != null && weight != null) {
                Operand sum = Operand.of(dx, rows, inputs);
                Attributes added = new Attributes(1, first > 0);
                kernels.add(MatMulPrimitive.of(library, part, weight.slice(0, first, count), null, sum, added));
            }
            if (dw != null && x != null) {
                Operand target = Operand.of(dw, outputs, inputs).slice(0, first, count);
                kernels.add(MatMulPrimitive.of(library, part.transposed(), x, target));
            }
            addBiasGradient(first, count);
        }
        return KernelList.of(kernels);
    }

    private void addBiasGradient(long first, long count) {
        View db = call.outputs().get(2);
        if (db != null) {
            Operand exact = Operand.of(call.outputGradient(), rows, outputs).slice(1, first, count);
            kernels.add(ColumnSum.of(library, exact, Operand.of(db, 1, outputs).slice(1, first, count)));
        }
    }

    /**
     * How many outputs the gradients are computed for at once. With a whole vocabulary of them y's gradient is larger than the
     * cache: cut into blocks, it is read from memory once for all three gradients, and no product sums up so many terms
     * that oneDNN slows down. A gradient of x in bfloat16 would be rounded after each block.
     */
    private long blockOfOutputs() {
        View dx = call.outputs().get(0);
        boolean cuts = outputs >= MANY_OUTPUTS && (dx == null || !dx.half());
        return cuts ? BLOCK : outputs;
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
