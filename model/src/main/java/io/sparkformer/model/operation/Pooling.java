package io.sparkformer.model.operation;

import java.util.List;

/** One number for each channel from each place of a window. */
public final class Pooling {
    private Pooling() {}

    /** Which number. */
    public enum Kind {
        /** The largest, of equal ones the first in row-major order; the padding is smaller than any number. */
        MAX,

        /** The mean over the whole window, in which the padding counts as zeros. */
        AVERAGE
    }

    /**
     * Pools.
     *
     * @param x [B, C, H, W]
     * @return [B, C, rows, columns]
     */
    public static Tensor apply(Kind kind, Tensor x, Window window) {
        Patches.requireImage(x);
        return CompositeCall.declare(new Composite.Pooling(kind, window), List.of(x), () -> switch (kind) {
            case MAX -> largest(x, window);
            case AVERAGE -> mean(x, window);
        });
    }

    /** The mean of each channel, [B, C]. */
    public static Tensor globalAverage(Tensor x) {
        Patches.requireImage(x);
        long[] flat = {x.dimension(0), x.dimension(1), x.dimension(2) * x.dimension(3)};
        return Shaping.reshape(Reductions.mean(Shaping.reshape(x, flat), 2), x.dimension(0), x.dimension(1));
    }

    private static Tensor largest(Tensor x, Window window) {
        Tensor patches = Patches.of(x, window, Double.NEGATIVE_INFINITY); // [B, C, h, w, R, L]
        Tensor seen = Shaping.reshape(
                Shaping.permute(patches, 0, 1, 4, 5, 2, 3),
                x.dimension(0),
                x.dimension(1),
                window.rows(x),
                window.columns(x),
                window.area());
        return Shaping.reshape(
                Sorting.largest(seen, 1).values(), x.dimension(0), x.dimension(1), window.rows(x), window.columns(x));
    }

    private static Tensor mean(Tensor x, Window window) {
        Tensor patches = Patches.of(x, window, 0); // [B, C, h, w, R, L]
        Tensor seen = Shaping.reshape(
                patches, x.dimension(0), x.dimension(1), window.area(), window.rows(x) * window.columns(x));
        return Shaping.reshape(
                Reductions.mean(seen, 2), x.dimension(0), x.dimension(1), window.rows(x), window.columns(x));
    }
}
