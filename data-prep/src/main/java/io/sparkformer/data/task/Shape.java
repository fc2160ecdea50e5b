package io.sparkformer.data.task;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Shapes that can be told apart however they are turned; within a circle of radius 1 about their middle. */
enum Shape {
    DISC,
    RING,
    SQUARE,
    FRAME,
    TRIANGLE,
    CROSS,
    BAR,
    HALF_DISC,
    CORNER,
    STAR;

    /** Whether a point lies in the shape. */
    boolean holds(double x, double y) {
        return switch (this) {
            case DISC -> x * x + y * y <= 0.64;
            case RING -> x * x + y * y <= 0.9 && x * x + y * y >= 0.3;
            case SQUARE -> greater(x, y) <= 0.7;
            case FRAME -> greater(x, y) <= 0.7 && greater(x, y) >= 0.38;
            case TRIANGLE -> y >= -0.5 && y + Math.sqrt(3) * Math.abs(x) <= 1;
            case CROSS -> greater(x, y) <= 0.95 && Math.min(Math.abs(x), Math.abs(y)) <= 0.22;
            case BAR -> Math.abs(x) <= 0.95 && Math.abs(y) <= 0.28;
            case HALF_DISC -> y >= -0.3 && x * x + (y + 0.3) * (y + 0.3) <= 0.9;
            case CORNER -> greater(x, y) <= 0.7 && Math.min(x, y) <= -0.25;
            case STAR -> isInStar(x, y);
        };
    }

    private static double greater(double x, double y) {
        return Math.max(Math.abs(x), Math.abs(y));
    }

    /** A pentagram lies within all or all but one of the lines through its points. */
    private static boolean isInStar(double x, double y) {
        int within = 0;
        for (int line = 0; line < Pentagram.LINES; line++) {
            if (x * Pentagram.COSINES[line] + y * Pentagram.SINES[line] <= Pentagram.COSINES[1]) {
                within++;
            }
        }
        return within >= Pentagram.LINES - 1;
    }

    /** The directions in which a pentagram's lines lie, all as far from its middle as the cosine of the first turn. */
    private static final class Pentagram {
        static final int LINES = 5;
        static final double[] COSINES = turns().map(StrictMath::cos).toArray();
        static final double[] SINES = turns().map(StrictMath::sin).toArray();

        private static DoubleStream turns() {
            return IntStream.range(0, LINES).mapToDouble(line -> 2 * Math.PI * line / LINES);
        }
    }
}
