package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.operation.Window;

/**
 * A residual block of two convolutions with norm and activation in front of each (He et al. 2016, figure 4e): what it adds
 * to is left as it is.
 */
public final class ResidualBlock {
    private static final int KERNEL = 3;

    private ResidualBlock() {}

    /**
     * What a block is made of.
     *
     * @param width O, channels of its result
     * @param stride pixels from one place of its first convolution to the next
     * @param groups of its norms, a divisor of the channels that come in and of O
     * @param epsilon of its norms
     */
    public record Settings(long width, int stride, int groups, double epsilon) {}

    /**
     * Applies the block.
     *
     * @param x [B, C, H, W]
     * @return [B, O, H / stride, W / stride], rounded up
     */
    public static Tensor apply(Scope scope, Tensor x, Settings settings) {
        scope.boundary(x);
        Tensor activated = activate(scope.child("norm1"), x, settings);
        Tensor output = scope.named(
                "residual",
                Arithmetic.add(shortcut(scope, x, activated, settings), branch(scope, activated, settings)));
        return scope.boundary(output);
    }

    private static Tensor branch(Scope scope, Tensor activated, Settings settings) {
        Tensor first = convolution(scope.child("conv1"), activated, settings, settings.stride());
        return convolution(scope.child("conv2"), activate(scope.child("norm2"), first, settings), settings, 1);
    }

    /** x itself; where the shape changes a linear map of each place that is kept (He et al. 2015, option B). */
    private static Tensor shortcut(Scope scope, Tensor x, Tensor activated, Settings settings) {
        if (settings.stride() == 1 && x.dimension(1) == settings.width()) {
            return x;
        }
        return ImageConvolution.apply(
                scope.child("shortcut"), activated, settings.width(), Window.square(1, settings.stride(), 0));
    }

    private static Tensor activate(Scope norm, Tensor x, Settings settings) {
        Tensor normalized = GroupNorm.apply(norm, x, settings.groups(), settings.epsilon());
        return Composites.activation(ActivationFunction.RELU, normalized);
    }

    private static Tensor convolution(Scope scope, Tensor x, Settings settings, int stride) {
        return ImageConvolution.apply(scope, x, settings.width(), Window.square(KERNEL, stride, KERNEL / 2));
    }
}
