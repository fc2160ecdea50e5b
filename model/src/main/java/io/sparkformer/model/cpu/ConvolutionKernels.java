package io.sparkformer.model.cpu;

import static io.sparkformer.model.cpu.ConvolutionDirection.IMAGE;
import static io.sparkformer.model.cpu.ConvolutionDirection.RESULT;
import static io.sparkformer.model.cpu.ConvolutionDirection.WEIGHTS;

import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.Window;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions, transposed ones, and the gradients of both. A transposed convolution's output is the image of the
 * convolution whose result is its input, so that the two differ only in which array plays which part.
 */
final class ConvolutionKernels {
    static final CompositeKernels KIND = new CompositeKernels(ConvolutionKernels::forward, ConvolutionKernels::backward)
            .withScratch(ConvolutionKernels::scratchLength)
            .withGradientReads(0, 1);

    private final OneDnn library;
    private final CompositeCall call;
    private final boolean transposed;
    private final Window window;
    private final ConvolutionPrimitive.Shapes shapes;

    private ConvolutionKernels(OneDnn library, CompositeCall call) {
        this.library = library;
        this.call = call;
        this.transposed = call.composite() instanceof Composite.TransposedConvolution;
        this.window = call.composite() instanceof Composite.TransposedConvolution settings
                ? settings.window()
                : ((Composite.Convolution) call.composite()).window();
        long[] x = call.inputs().get(0).shape();
        long[] y = call.forward() == null
                ? call.output().shape()
                : call.inputs().get(call.inputs().size() - 1).shape();
        long[] weights = call.inputs().get(1).shape();
        this.shapes = transposed
                ? new ConvolutionPrimitive.Shapes(y, weights, x)
                : new ConvolutionPrimitive.Shapes(x, weights, y);
    }

    /** Room for the copies of the direction that needs most; asked before there is an engine for the plan. */
    private static long scratchLength(Workshop workshop, CompositeCall call) {
        try (OneDnn library = new OneDnn()) {
            ConvolutionKernels kernels = new ConvolutionKernels(library, call);
            return kernels.directions().stream()
                    .mapToLong(direction -> kernels.primitive(direction).scratchLength())
                    .max()
                    .orElse(0);
        }
    }

    private List<ConvolutionDirection> directions() {
        if (call.forward() == null) {
            return List.of(transposed ? IMAGE : RESULT);
        }
        List<ConvolutionDirection> directions = new ArrayList<>();
        if (call.outputs().get(0) != null) {
            directions.add(transposed ? RESULT : IMAGE);
        }
        if (call.outputs().get(1) != null) {
            directions.add(WEIGHTS);
        }
        return directions;
    }

    private ConvolutionPrimitive primitive(ConvolutionDirection direction) {
        return new ConvolutionPrimitive(library, direction, window, shapes, hasBias() && direction == RESULT);
    }

    /** Whether a forward convolution adds a bias itself. */
    private boolean hasBias() {
        return !transposed && call.forward() == null && call.inputs().size() > 2;
    }

    private static Kernel forward(Workshop workshop, CompositeBinding binding) {
        ConvolutionKernels kernels = new ConvolutionKernels(workshop.library(), binding.call());
        Operand y = whole(binding.output());
        List<Kernel> list = new ArrayList<>();
        ConvolutionDirection direction = kernels.directions().get(0);
        Operand bias = kernels.hasBias() ? whole(binding.input(2)) : null;
        list.add(kernels.primitive(direction)
                .kernel(kernels.parts(whole(binding.input(0)), whole(binding.input(1)), y), bias, binding.scratch()));
        if (kernels.transposed && binding.inputs().size() > 2) {
            View offset = binding.input(2);
            list.add(ElementwiseKernels.add(workshop.library(), y, Operand.of(offset, 1, offset.length(), 1, 1), y));
        }
        return KernelList.of(list);
    }

    private static Kernel backward(Workshop workshop, CompositeBinding binding) {
        ConvolutionKernels kernels = new ConvolutionKernels(workshop.library(), binding.call());
        Operand dy = whole(binding.outputGradient());
        List<Kernel> list = new ArrayList<>();
        View dx = binding.outputs().get(0);
        if (dx != null) {
            list.add(kernels.primitive(kernels.transposed ? RESULT : IMAGE)
                    .kernel(kernels.parts(whole(dx), whole(binding.input(1)), dy), null, binding.scratch()));
        }
        View dw = binding.outputs().get(1);
        if (dw != null) {
            list.add(kernels.primitive(WEIGHTS)
                    .kernel(kernels.parts(whole(binding.input(0)), whole(dw), dy), null, binding.scratch()));
        }
        View db = binding.outputs().size() < 3 ? null : binding.outputs().get(2);
        if (db != null) {
            list.add(new ChannelSum(binding.outputGradient(), db));
        }
        return KernelList.of(list);
    }

    /** Image, weights and result of the convolution, of the input and the output of this operation. */
    private List<Operand> parts(Operand x, Operand weights, Operand y) {
        return transposed ? List.of(y, weights, x) : List.of(x, weights, y);
    }

    private static Operand whole(View view) {
        return Operand.of(view, view.shape());
    }
}
