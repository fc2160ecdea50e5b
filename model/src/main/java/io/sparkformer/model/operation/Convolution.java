package io.sparkformer.model.operation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Convolution of images, as deep learning understands it: the kernel is not mirrored. Weights lie as PyTorch's do. */
public final class Convolution {
    private Convolution() {}

    /**
     * At each place of the window a linear map of what it sees.
     *
     * @param x [B, C, H, W]
     * @param weight [O, C, window height, window width]
     * @param bias [O]; null for none
     * @return [B, O, rows, columns]
     */
    public static Tensor apply(Tensor x, Tensor weight, @Nullable Tensor bias, Window window) {
        Patches.requireImage(x);
        requireWeight(weight, 1, x, window);
        requireBias(bias, weight.dimension(0));
        return CompositeCall.declare(new Composite.Convolution(window), operands(x, weight, bias), () -> {
            long rows = window.rows(x);
            long columns = window.columns(x);
            long batch = x.dimension(0);
            long seen = x.dimension(1) * window.area();
            Tensor patches = Shaping.permute(Patches.of(x, window, 0), 1, 2, 3, 0, 4, 5); // [C, h, w, B, R, L]
            Tensor matrix = Shaping.reshape(patches, seen, batch * rows * columns);
            Tensor flat = Shaping.reshape(weight, weight.dimension(0), seen);
            Tensor product = Shaping.reshape(
                    MatMul.apply(flat, matrix), weight.dimension(0), batch, rows, columns); // [O, B, R, L]
            return biased(Shaping.permute(product, 1, 0, 2, 3), bias);
        });
    }

    /**
     * The linear map that the gradient of {@link #apply} with respect to its image is, as a layer of its own: each element
     * paints a weighted window, and windows add up where they overlap (Zeiler et al. 2010).
     *
     * @param x [B, C, H, W]
     * @param weight [C, O, window height, window width]
     * @param bias [O]; null for none
     * @return [B, O, (H - 1) stride + window - 2 padding, and so for the width]
     */
    public static Tensor transposed(Tensor x, Tensor weight, @Nullable Tensor bias, Window window) {
        Patches.requireImage(x);
        requireWeight(weight, 0, x, window);
        requireBias(bias, weight.dimension(1));
        return CompositeCall.declare(new Composite.TransposedConvolution(window), operands(x, weight, bias), () -> {
            long batch = x.dimension(0);
            long channels = x.dimension(1);
            long outputs = weight.dimension(1);
            long rows = x.dimension(2);
            long columns = x.dimension(3);
            Tensor matrix = Shaping.reshape(Shaping.permute(x, 1, 0, 2, 3), channels, batch * rows * columns);
            Tensor flat = Shaping.reshape(weight, channels, outputs * window.area());
            Tensor painted = Shaping.reshape(
                    MatMul.apply(flat, matrix, true, false),
                    outputs,
                    window.height(),
                    window.width(),
                    batch,
                    rows,
                    columns);
            Tensor patches = Shaping.permute(painted, 3, 0, 1, 2, 4, 5); // [B, O, h, w, H, W]
            return biased(Patches.sum(patches, window, window.imageRows(rows), window.imageColumns(columns)), bias);
        });
    }

    private static List<Tensor> operands(Tensor x, Tensor weight, @Nullable Tensor bias) {
        List<Tensor> operands = new ArrayList<>(List.of(x, weight));
        if (bias != null) {
            operands.add(bias);
        }
        return operands;
    }

    private static Tensor biased(Tensor image, @Nullable Tensor bias) {
        return bias == null ? image : Arithmetic.add(image, Shaping.reshape(bias, bias.length(), 1, 1));
    }

    private static void requireWeight(Tensor weight, int inputAxis, Tensor x, Window window) {
        boolean fits = weight.rank() == 4
                && weight.dimension(inputAxis) == x.dimension(1)
                && weight.dimension(2) == window.height()
                && weight.dimension(3) == window.width();
        if (!fits) {
            throw new IllegalArgumentException("weight " + weight + " of a convolution of " + x + " by " + window
                    + ": its axis " + inputAxis + " must have the image's " + x.dimension(1)
                    + " channels and the last two axes the window's extents");
        }
    }

    private static void requireBias(@Nullable Tensor bias, long outputs) {
        if (bias != null && !bias.hasShape(outputs)) {
            throw new IllegalArgumentException(
                    "bias " + bias + " of a convolution: its shape must be " + Arrays.toString(new long[] {outputs}));
        }
    }
}
