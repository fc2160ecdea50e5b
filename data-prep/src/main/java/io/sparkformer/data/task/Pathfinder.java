package io.sparkformer.data.task;

import io.sparkformer.data.order.KeyedRandom;

/**
 * Are two discs joined? (Linsley et al. 2018; in the Long Range Arena as Pathfinder and Path-X.) Two chains of dashes, as long as
 * each other, wind through an image among shorter ones. A disc lies at the start of one, another at the end of the same (class 1)
 * or of the other (class 0), as one random bit wants. The image is read row by row, a pixel per token, of the levels black,
 * dash and disc.
 *
 * <p>Dashes of one chain lie two margins apart, those of others and their discs farther, so that the class follows from the image. It is drawn
 * in whole pixels, not smoothed as in the arena. The measures are the arena's for 32 x 32, where a margin is a pixel; from 64 x 64 on
 * all grow with the image.
 *
 * @param size pixels a side
 * @param segments dashes of each of the two chains: 14 in the arena's hard images, 9 and 6 in easier ones
 */
public record Pathfinder(int size, int segments) implements SequenceTask {
    private static final long KEY = 2;
    private static final int LEVELS = 3;
    private static final int SMALLEST = 16;
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
        int from = random.nextInt(2);
        return example(scene(random), from, label);
    }

    /** A disc at the start of one chain, and one at an end as the label wants. */
    static SequenceExample example(SnakeScene scene, int from, int label) {
        Snake end = scene.targets().get(label == 1 ? from : 1 - from);
        byte[] levels = scene.draw(scene.targets().get(from).start(), end.end());
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
