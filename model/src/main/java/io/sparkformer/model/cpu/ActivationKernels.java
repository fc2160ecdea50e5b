package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_erf;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;

import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.Objects;

/** The activation functions; the gradient recomputes what it needs from x. */
final class ActivationKernels {
    private ActivationKernels() {}

    static Kernel forward(OneDnn library, CompositeBinding call) {
        return EltwisePrimitive.forward(library, algorithm(call), flat(call.input(0)), flat(call.output()));
    }

    static Kernel backward(OneDnn library, CompositeBinding call) {
        View dx = Objects.requireNonNull(call.outputs().get(0));
        return EltwisePrimitive.backward(
                library, algorithm(call), flat(call.input(0)), flat(call.outputGradient()), flat(dx));
    }

    private static int algorithm(CompositeBinding call) {
        ActivationFunction function = ((Composite.Activation) call.call().composite()).function();
        return switch (function) {
            case GELU -> dnnl_eltwise_gelu_erf;
            case GELU_TANH -> dnnl_eltwise_gelu_tanh;
            case RELU -> dnnl_eltwise_relu;
        };
    }

    private static Operand flat(View view) {
        return Operand.of(view, view.length());
    }
}
