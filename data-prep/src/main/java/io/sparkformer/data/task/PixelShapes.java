package io.sparkformer.data.task;

import io.sparkformer.data.order.KeyedRandom;
import java.util.List;

/**
 * Which shape does an image show? Stands for the grey images of the Long Range Arena, whose pixels are read row by row, one of
 * 256 levels per token. One of ten shapes of any place, size and direction, on a ground of another grey, with noise; its
 * edges are smooth.
 *
 * @param size pixels a side
 */
public record PixelShapes(int size) implements SequenceTask {
    /** By class. */
    static final List<Shape> SHAPES = List.of(Shape.values());

    private static final long KEY = 3;
    private static final int LEVELS = 256;
    private static final int SMALLEST = 16;
    private static final int LARGEST = 256;
    private static final double LEAST_RADIUS = 0.22;
    private static final double GREATEST_RADIUS = 0.42;
    private static final int LEAST_CONTRAST = 64;
    /** Noise is the sum of two even draws of so much up or down. */
    private static final int NOISE = 12;

    private static final int SUBPIXELS = 4;

    /** Checks the size. */
    public PixelShapes {
        Sizes.within("pixels: size", size, SMALLEST, LARGEST);
    }

    @Override
    public String name() {
        return "pixels";
    }

    @Override
    public int vocabulary() {
        return FIRST + LEVELS;
    }

    @Override
    public int classes() {
        return SHAPES.size();
    }

    @Override
    public int longest() {
        return size * size;
    }

    @Override
    public SequenceExample example(long seed, long index) {
        KeyedRandom random = new KeyedRandom(seed, index, KEY);
        int label = random.nextInt(classes());
        Shape shape = SHAPES.get(label);
        Placement placement = Placement.draw(random, size);
        int ground = random.nextInt(LEVELS);
        int contrast = contrast(random, ground);
        int[] tokens = new int[size * size];
        for (int pixel = 0; pixel < tokens.length; pixel++) {
            int covered = placement.covered(shape, pixel % size, pixel / size);
            int level = ground + contrast * covered / (SUBPIXELS * SUBPIXELS) + noise(random) + noise(random);
            tokens[pixel] = FIRST + Math.max(0, Math.min(LEVELS - 1, level));
        }
        return new SequenceExample(tokens, label);
    }

    private static int contrast(KeyedRandom random, int ground) {
        int contrast;
        do {
            contrast = random.nextInt(LEVELS) - ground;
        } while (Math.abs(contrast) < LEAST_CONTRAST);
        return contrast;
    }

    private static int noise(KeyedRandom random) {
        return random.nextInt(2 * NOISE + 1) - NOISE;
    }

    /** Where a shape lies: its middle, its radius, and the cosine and sine of its turn. */
    private record Placement(double x, double y, double radius, double cosine, double sine) {
        static Placement draw(KeyedRandom random, int size) {
            double radius = size * (LEAST_RADIUS + (GREATEST_RADIUS - LEAST_RADIUS) * random.nextDouble());
            double room = size - 2 * radius;
            double x = radius + room * random.nextDouble();
            double y = radius + room * random.nextDouble();
            double angle = 2 * Math.PI * random.nextDouble();
            return new Placement(x, y, radius, StrictMath.cos(angle), StrictMath.sin(angle));
        }

        /** How many of a pixel's 16 parts the shape covers. */
        int covered(Shape shape, int column, int row) {
            int covered = 0;
            for (int part = 0; part < SUBPIXELS * SUBPIXELS; part++) {
                int partColumn = SUBPIXELS * column + part % SUBPIXELS;
                int partRow = SUBPIXELS * row + part / SUBPIXELS;
                double right = ((partColumn + 0.5) / SUBPIXELS - x) / radius;
                double down = ((partRow + 0.5) / SUBPIXELS - y) / radius;
                if (shape.holds(cosine * right + sine * down, cosine * down - sine * right)) {
                    covered++;
                }
            }
            return covered;
        }
    }
}
