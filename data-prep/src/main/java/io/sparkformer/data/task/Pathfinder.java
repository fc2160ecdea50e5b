package io.sparkformer.data.task;

import io.sparkformer.data.order.KeyedRandom;

/**
 * Are two discs joined? (Linsley et al. 2018; in the Long Range Arena as Pathfinder and Path-X.) Two chains of dashes, as long as
 * each other, wind through an image among shorter ones. A disc lies at an end of one, another at the other end of the same
 * (class 1) or of the other chain (class 0), as one random bit wants. The image is read row by row, a pixel per token, of the levels
 * black, dash and disc.
 *
 * <p>It is the arena's procedure but for three things. Dashes of one chain lie two margins apart, those of others and their discs
 * farther, so that the class follows from the image. Both places of the second disc are about as far from the first, or the
 * distance would tell the class of many images without a look at the chains. And images are drawn in whole pixels, not
 * smoothed. The measures are the arena's for 32 x 32, where a margin is a pixel; from 64 x 64 on all grow with the image. Below 24 x 24
 * chains are too short to wind.
 *
 * @param size pixels a side
 * @param segments dashes of each of the two chains: 14 in the arena's hard images, 9 and 6 in easier ones
 */
public record Pathfinder(int size, int segments) implements SequenceTask {
    private static final long KEY = 2;
    private static final int LEVELS = 3;
    private static final int SMALLEST = 24;
    private static final int LARGEST = 256;
    private static final int MOST_ATTEMPTS = 1_000_000;

    /** Checks the sizes. */
    public Pathfinder {
        Sizes.within("pathfinder: size", size, SMALLEST, LARGEST);
        Sizes.within("pathfinder: segments", segments, 2, size);
    }

    @Override
    public String name() {
        return "pathfinder";
    }

    @Override
    public int vocabulary() {
        return FIRST + LEVELS;
    }

    @Override
    public int classes() {
        return 2;
    }

    @Override
    public int longest() {
        return size * size;
    }

    @Override
    public SequenceExample example(long seed, long index) {
        KeyedRandom random = new KeyedRandom(seed, index, KEY);
        int label = random.nextInt(2);
        return example(scene(random), label);
    }

    /** The scene with its discs as the label wants. */
    static SequenceExample example(SnakeScene scene, int label) {
        byte[] levels = scene.draw(label == 1);
        int[] tokens = new int[levels.length];
        for (int pixel = 0; pixel < tokens.length; pixel++) {
            tokens[pixel] = FIRST + levels[pixel];
        }
        return new SequenceExample(tokens, label);
    }

    /** Two chains and what surrounds them. */
    SnakeScene scene(KeyedRandom random) {
        SnakeGrid grid = new SnakeGrid(size);
        for (int attempts = 0; attempts < MOST_ATTEMPTS; attempts++) {
            SnakeScene scene = SnakeScene.attempt(grid, segments, random);
            if (scene != null) {
                return scene;
            }
        }
        throw new IllegalStateException(this + ": two such chains found no room in " + MOST_ATTEMPTS
                + " attempts: choose fewer segments or a larger image");
    }
}
