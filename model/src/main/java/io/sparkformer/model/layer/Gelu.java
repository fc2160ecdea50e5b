package io.sparkformer.model.layer;

import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Elementwise;
import io.sparkformer.model.operation.Tensor;

/** The exact Gaussian error linear unit, x Phi(x) = x/2 (1 + erf(x / sqrt 2)) (Hendrycks and Gimpel 2016). */
public final class Gelu {
    private Gelu() {}

    /** Applies the function to each element. */
    public static Tensor apply(Tensor x) {
        Tensor half = Arithmetic.scale(x, 0.5);
        Tensor error = Elementwise.erf(Arithmetic.scale(x, Math.sqrt(0.5)));
        return Arithmetic.add(half, Arithmetic.multiply(half, error));
    }
}
