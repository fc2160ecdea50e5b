package io.sparkformer.model.interchange;

import java.util.Arrays;

/**
 * Brings learned positions of one square grid of patches to another, as timm's {@code resample_abs_pos_embed} does:
 * PyTorch's bicubic interpolation with {@code antialias=True} and {@code align_corners=False}, that is Keys' kernel (1981)
 * with a = -1/2, stretched over the source where the grid shrinks, its weights normalised at the borders.
 */
final class PositionInterpolation {
    private static final double A = -0.5;
    private static final double REACH = 2;

    private PositionInterpolation() {}

    /**
     * Interpolates, in double precision and rounded once.
     *
     * @param source [from from, width], row by row
     * @param from side of the source's grid
     * @param to side of the wanted grid
     * @return [to to, width]
     */
    static float[] resize(float[] source, int from, int to, int width) {
        double[][] weights = weights(from, to);
        double[] rows = new double[from * to * width]; // [from, to, width]: along the columns first
        for (int row = 0; row < from; row++) {
            for (int column = 0; column < to; column++) {
                for (int other = 0; other < from; other++) {
                    double weight = weights[column][other];
                    for (int i = 0; i < width; i++) {
                        rows[(row * to + column) * width + i] += weight * source[(row * from + other) * width + i];
                    }
                }
            }
        }
        float[] target = new float[to * to * width];
        double[] sums = new double[to * width];
        for (int row = 0; row < to; row++) {
            Arrays.fill(sums, 0);
            for (int other = 0; other < from; other++) {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += weights[row][other] * rows[other * sums.length + i];
                }
            }
            for (int i = 0; i < sums.length; i++) {
                target[row * sums.length + i] = (float) sums[i];
            }
        }
        return target;
    }

    /** [to, from]: what each place of the source counts in each place of the target. */
    private static double[][] weights(int from, int to) {
        double[][] weights = new double[to][from];
        double scale = (double) from / to;
        double stretch = Math.max(1, scale);
        for (int place = 0; place < to; place++) {
            double centre = scale * (place + 0.5);
            int first = Math.max(0, (int) (centre - REACH * stretch + 0.5));
            int end = Math.min(from, (int) (centre + REACH * stretch + 0.5));
            double total = 0;
            for (int other = first; other < end; other++) {
                weights[place][other] = kernel((other - centre + 0.5) / stretch);
                total += weights[place][other];
            }
            for (int other = first; other < end; other++) {
                weights[place][other] /= total;
            }
        }
        return weights;
    }

    private static double kernel(double signed) {
        double x = Math.abs(signed);
        if (x < 1) {
            return ((A + 2) * x - (A + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }
}
