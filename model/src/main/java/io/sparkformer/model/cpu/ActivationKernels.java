package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_erf;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;

import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The activation functions; the gradient recomputes what it needs from x. Where the plan keeps some arrays in bfloat16 and some
 * not, all are taken as x is.
 */
final class ActivationKernels {
    static final CompositeKernels KIND = new CompositeKernels(
                    (workshop, binding) -> new ActivationKernels(workshop, binding).forward(),
                    (workshop, binding) -> new ActivationKernels(workshop, binding).backward())
            .withScratch(ActivationKernels::scratchLength)
            .withHalf(new CompositeKernels.HalfFormats(Set.of(0), true, Set.of(0, 1), Set.of(0)));

    private final OneDnn library;
    private final CompositeBinding call;
    private final Operand x;
    private final List<Kernel> kernels = new ArrayList<>();

    private ActivationKernels(Workshop workshop, CompositeBinding call) {
        this.library = workshop.library();
        this.call = call;
        this.x = flat(call.input(0));
    }

    private static long scratchLength(Workshop workshop, CompositeCall call) {
        return workshop.precision() == Precision.F32 ? 0 : call.inputs().get(0).length();
    }

    private Kernel forward() {
        Operand y = flat(call.output());
        Operand result = likeX(y);
        kernels.add(EltwisePrimitive.forward(library, algorithm(call), x, result));
        copy(result, y);
        return KernelList.of(kernels);
    }

    private Kernel backward() {
        Operand dy = flat(call.outputGradient());
        Operand dx = flat(Objects.requireNonNull(call.outputs().get(0)));
        Operand given = likeX(dy);
        copy(dy, given);
        Operand result = likeX(dx);
        kernels.add(EltwisePrimitive.backward(library, algorithm(call), x, given, result));
        copy(result, dx);
        return KernelList.of(kernels);
    }

    /** The array itself, or scratch memory for it in x's type; that of a gradient and of its result may be the same. */
    private Operand likeX(Operand array) {
        if (array.type() == x.type()) {
            return array;
        }
        View scratch = call.scratchView();
        return flat(new View(scratch.storage(), scratch.offset(), x.isHalf(), x.dimension(0)));
    }

    private void copy(Operand from, Operand to) {
        if (from.type() != to.type()) {
            kernels.add(ReorderPrimitive.of(library, from, to));
        }
    }

    /** oneDNN's name of a function. */
    static int algorithm(ActivationFunction function) {
        return switch (function) {
            case GELU -> dnnl_eltwise_gelu_erf;
            case GELU_TANH -> dnnl_eltwise_gelu_tanh;
            case RELU -> dnnl_eltwise_relu;
        };
    }

    private static int algorithm(CompositeBinding call) {
        return algorithm(((Composite.Activation) call.call().composite()).function());
    }

    private static Operand flat(View view) {
        return Operand.of(view, view.length());
    }
}
