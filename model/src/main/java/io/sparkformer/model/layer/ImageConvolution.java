package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Convolution;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.operation.Window;

/**
 * A convolution without bias, for networks in which a norm follows, whose own offset would take the bias away. Weights
 * start as He et al. 2015 ("Delving deep into rectifiers", equation 10) have it.
 */
public final class ImageConvolution {
    private ImageConvolution() {}

    /**
     * Applies the layer.
     *
     * @param x [B, C, H, W]
     * @param outputs O, channels of the result
     * @return [B, O, rows, columns]
     */
    public static Tensor apply(Scope scope, Tensor x, long outputs, Window window) {
        long channels = x.dimension(1);
        Initializer initializer = Initializer.heNormal(channels * window.height() * window.width());
        Tensor weight =
                scope.weight("weight", initializer, outputs, channels, window.height(), window.width()); // [O, C, h, w]
        return scope.named("output", Convolution.apply(x, weight, null, window));
    }
}
