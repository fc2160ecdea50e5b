package io.sparkformer.model.layer;

import java.util.Arrays;

/** The fixed position encodings of Vaswani et al. 2017, section 3.5; by StrictMath, so that they are the same everywhere. */
public final class Sinusoids {
    private static final double LONGEST = 10_000;

    private Sinusoids() {}

    /** Where sines and cosines lie. Models of one arrangement are those of the other with channels permuted. */
    public enum Arrangement {
        /** sin, cos, sin, cos, ...: the paper. */
        INTERLEAVED,
        /** All sines, then all cosines: tensor2tensor, Transformer-XL. */
        HALVES
    }

    /** The encoding of a position: channels 2i and 2i + 1 have the angle position / 10000^(2i / width). */
    public static double[] row(double position, int width, Arrangement arrangement) {
        if (width % 2 != 0) {
            throw new IllegalArgumentException("sinusoids of width " + width + ": it must be even");
        }
        double[] row = new double[width];
        for (int i = 0; i < width / 2; i++) {
            double angle = position / StrictMath.pow(LONGEST, 2.0 * i / width);
            boolean interleaved = arrangement == Arrangement.INTERLEAVED;
            row[interleaved ? 2 * i : i] = StrictMath.sin(angle);
            row[interleaved ? 2 * i + 1 : width / 2 + i] = StrictMath.cos(angle);
        }
        return row;
    }

    /** The encoding of a place on a grid: that of its row, then that of its column. */
    static double[] place(int row, int column, int width, Arrangement arrangement) {
        double[] place = Arrays.copyOf(row(row, width / 2, arrangement), width);
        System.arraycopy(row(column, width / 2, arrangement), 0, place, width / 2, width / 2);
        return place;
    }

    static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }
}
