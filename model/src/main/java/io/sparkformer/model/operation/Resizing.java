package io.sparkformer.model.operation;

/** Images of another size. */
public final class Resizing {
    private Resizing() {}

    /** Where the elements of both images lie beside one another. */
    public enum Alignment {
        /** Elements are squares whose outer borders coincide: PyTorch's default. */
        HALF_PIXEL,

        /** Elements are points, and those in the corners coincide. */
        CORNERS
    }

    /**
     * Bilinear interpolation, without smoothing where the image becomes smaller. Along each axis it is a product with a
     * matrix that has at most two numbers in each row.
     *
     * @param x [B, C, H, W]
     * @return [B, C, height, width]
     */
    public static Tensor bilinear(Tensor x, long height, long width, Alignment alignment) {
        Patches.requireImage(x);
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "size " + height + " x " + width + " for " + x + ": must be at least 1 x 1");
        }
        long images = x.dimension(0) * x.dimension(1);
        Tensor wide = alongLastAxis(Shaping.reshape(x, images, x.dimension(2), x.dimension(3)), width, alignment);
        Tensor high = alongLastAxis(Shaping.permute(wide, 0, 2, 1), height, alignment); // [images, width, height]
        return Shaping.reshape(Shaping.permute(high, 0, 2, 1), x.dimension(0), x.dimension(1), height, width);
    }

    private static Tensor alongLastAxis(Tensor x, long extent, Alignment alignment) {
        long given = x.dimension(2);
        if (given == extent) {
            return x;
        }
        Tensor rows = Shaping.reshape(x, x.dimension(0) * x.dimension(1), given);
        Tensor product = MatMul.applyTransposed(rows, interpolation(x, given, extent, alignment));
        return Shaping.reshape(product, x.dimension(0), x.dimension(1), extent);
    }

    /** The matrix [to, from] of the weights of the given elements in each of the wanted ones. */
    private static Tensor interpolation(Tensor like, long from, long to, Alignment alignment) {
        double[] weights = new double[Math.toIntExact(from * to)];
        for (int i = 0; i < to; i++) {
            double place = Math.min(Math.max(place(i, from, to, alignment), 0), from - 1.0);
            int left = (int) place;
            int right = (int) Math.min(left + 1L, from - 1);
            weights[Math.toIntExact(i * from + left)] += 1 - (place - left);
            weights[Math.toIntExact(i * from + right)] += place - left;
        }
        return Constants.reals(like, "interpolation of " + from + " to " + to + " " + alignment, weights, to, from);
    }

    /** Where the wanted element lies among the given ones. */
    private static double place(int wanted, long from, long to, Alignment alignment) {
        return switch (alignment) {
            case HALF_PIXEL -> (wanted + 0.5) * ((double) from / to) - 0.5;
            case CORNERS -> to == 1 ? 0 : wanted * ((from - 1.0) / (to - 1.0));
        };
    }
}
