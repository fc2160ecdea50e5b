package io.sparkformer.model.cpu;

import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.ArrayList;
import java.util.List;

/** Convolutions, transposed ones, and the gradients of both, by oneDNN in the layout in which images come. */
final class ConvolutionKernels {
    static final CompositeKernels KIND =
            new CompositeKernels(ConvolutionKernels::forward, ConvolutionKernels::backward).withGradientReads(0, 1);

    static final CompositeKernels TRANSPOSED = new CompositeKernels(
                    ConvolutionKernels::transposedForward, ConvolutionKernels::transposedBackward)
            .withGradientReads(0, 1);

    private ConvolutionKernels() {}

    static Kernel forward(Workshop workshop, CompositeBinding call) {
        Composite.Convolution settings = (Composite.Convolution) call.call().composite();
        Operand bias = call.inputs().size() < 3 ? null : whole(call.input(2));
        return new ConvolutionPrimitive(workshop.library(), settings.window())
                .result(whole(call.input(0)), whole(call.input(1)), bias, whole(call.output()));
    }

    static Kernel backward(Workshop workshop, CompositeBinding call) {
        Composite.Convolution settings = (Composite.Convolution) call.call().composite();
        ConvolutionPrimitive primitive = new ConvolutionPrimitive(workshop.library(), settings.window());
        Operand dy = whole(call.outputGradient());
        List<Kernel> kernels = new ArrayList<>();
        View dx = call.outputs().get(0);
        if (dx != null) {
            kernels.add(primitive.image(dy, whole(call.input(1)), whole(dx)));
        }
        View dw = call.outputs().get(1);
        if (dw != null) {
            kernels.add(primitive.weights(whole(call.input(0)), dy, whole(dw)));
        }
        addBiasGradient(kernels, call);
        return KernelList.of(kernels);
    }

    /** A transposed convolution's output is the image of the convolution whose result is its input. */
    static Kernel transposedForward(Workshop workshop, CompositeBinding call) {
        Composite.TransposedConvolution settings =
                (Composite.TransposedConvolution) call.call().composite();
        Operand y = whole(call.output());
        List<Kernel> kernels = new ArrayList<>();
        kernels.add(new ConvolutionPrimitive(workshop.library(), settings.window())
                .image(whole(call.input(0)), whole(call.input(1)), y));
        if (call.inputs().size() > 2) {
            View bias = call.input(2);
            kernels.add(ElementwiseKernels.add(workshop.library(), y, Operand.of(bias, 1, bias.length(), 1, 1), y));
        }
        return KernelList.of(kernels);
    }

    static Kernel transposedBackward(Workshop workshop, CompositeBinding call) {
        Composite.TransposedConvolution settings =
                (Composite.TransposedConvolution) call.call().composite();
        ConvolutionPrimitive primitive = new ConvolutionPrimitive(workshop.library(), settings.window());
        Operand dy = whole(call.outputGradient());
        List<Kernel> kernels = new ArrayList<>();
        View dx = call.outputs().get(0);
        if (dx != null) {
            kernels.add(primitive.result(dy, whole(call.input(1)), null, whole(dx)));
        }
        View dw = call.outputs().get(1);
        if (dw != null) {
            kernels.add(primitive.weights(dy, whole(call.input(0)), whole(dw)));
        }
        addBiasGradient(kernels, call);
        return KernelList.of(kernels);
    }

    private static void addBiasGradient(List<Kernel> kernels, CompositeBinding call) {
        View db = call.outputs().size() < 3 ? null : call.outputs().get(2);
        if (db != null) {
            kernels.add(new ChannelSum(call.outputGradient(), db));
        }
    }

    private static Operand whole(View view) {
        return Operand.of(view, view.shape());
    }
}
