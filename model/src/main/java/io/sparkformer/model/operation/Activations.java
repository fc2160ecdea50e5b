package io.sparkformer.model.operation;

import io.sparkformer.model.operation.NativeOperation.Arguments;
import java.util.Arrays;
import java.util.List;

/** Bounded and rectified functions of each element; {@link Composites#activation} is how a layer asks for a GELU. */
public final class Activations {
    /** The coefficient of the cubic term, fitted by the authors. */
    private static final double CUBIC = 0.044715;

    private static final double ROOT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);

    private Activations() {}

    /** The hyperbolic tangent. */
    public static Tensor tanh(Tensor x) {
        return NativeOperation.declare("tanh", List.of(x), x.shape(), Arguments.NONE, (y, dy) -> {
            Tensor slope = Arithmetic.shift(Arithmetic.scale(Arithmetic.square(y), -1), 1);
            return List.of(Arithmetic.multiply(dy, slope));
        });
    }

    /** 1 / (1 + exp(-x)). */
    public static Tensor sigmoid(Tensor x) {
        return NativeOperation.declare("sigmoid", List.of(x), x.shape(), Arguments.NONE, (y, dy) -> {
            Tensor slope = Arithmetic.subtract(y, Arithmetic.square(y));
            return List.of(Arithmetic.multiply(dy, slope));
        });
    }

    /** log(1 + exp(x)), as max(x, 0) + log(1 + exp(-|x|)), since exp(x) overflows. */
    static Tensor softplus(Tensor x) {
        Tensor positive = relu(x);
        Tensor minusMagnitude = Arithmetic.subtract(x, Arithmetic.scale(positive, 2));
        return Arithmetic.add(positive, logOnePlus(Elementwise.exp(minusMagnitude)));
    }

    /** log(1 + x). */
    static Tensor logOnePlus(Tensor x) {
        return NativeOperation.declare(
                "log1p",
                List.of(x),
                x.shape(),
                Arguments.NONE,
                (y, dy) -> List.of(Arithmetic.divide(dy, Arithmetic.shift(x, 1))));
    }

    static Tensor expand(ActivationFunction function, Tensor x) {
        return switch (function) {
            case GELU -> gelu(x);
            case GELU_TANH -> geluTanh(x);
            case RELU -> relu(x);
        };
    }

    private static Tensor gelu(Tensor x) {
        Tensor half = Arithmetic.scale(x, 0.5);
        Tensor error = Elementwise.erf(Arithmetic.scale(x, Math.sqrt(0.5)));
        return Arithmetic.add(half, Arithmetic.multiply(half, error));
    }

    private static Tensor geluTanh(Tensor x) {
        Tensor factor = Arithmetic.shift(Arithmetic.scale(Arithmetic.square(x), CUBIC), 1);
        Tensor inner = Arithmetic.scale(Arithmetic.multiply(x, factor), ROOT_TWO_OVER_PI);
        Tensor half = Arithmetic.scale(x, 0.5);
        return Arithmetic.add(half, Arithmetic.multiply(half, tanh(inner)));
    }

    static Tensor relu(Tensor x) {
        return NativeOperation.declare(
                "relu", List.of(x), x.shape(), Arguments.NONE.withReals(0), (y, dy) -> List.of(wherePositive(x, dy)));
    }

    /** {@code values} where x > 0, and 0 elsewhere; as a function of x it is constant almost everywhere. */
    static Tensor wherePositive(Tensor x, Tensor values) {
        return NativeOperation.declare(
                "relu_bp",
                List.of(x, values),
                x.shape(),
                Arguments.NONE,
                (y, dy) -> Arrays.asList(null, wherePositive(x, dy)));
    }
}
