package io.sparkformer.model.pattern;

/** Patterns that papers have made of others. */
public final class Patterns {
    private Patterns() {}

    /**
     * A window, and tokens that read and are read by all (Beltagy et al. 2020, section 3.1).
     *
     * @param radius of the window: half of what the paper calls its size
     * @param global how many tokens at the beginning
     */
    public static AttentionPattern longformer(int radius, int global) {
        return new Band(radius).or(new Global(global));
    }

    /**
     * A window of three blocks, the first and the last block for all, and blocks at random, others for each head (Zaheer et al. 2020, the
     * form without extra tokens).
     *
     * @param block tokens of a block
     * @param random r, blocks drawn for each block
     * @param seed of the draws
     */
    public static AttentionPattern bigBird(int block, int random, long seed) {
        AttentionPattern local = new BlockBand(block, 1).or(new Global(block, block));
        return local.or(new RandomBlocks(block, random, seed, local));
    }

    /**
     * The last keys, and those at multiples of the stride (strided attention as one head, Child et al. 2019, section 4.2).
     *
     * @param stride l, about the root of the number of tokens, or the width of a picture
     */
    public static AttentionPattern sparseStrided(int stride) {
        return new Band(stride).or(new Strided(stride)).causal();
    }

    /**
     * The own block, and the last keys of every block before it (fixed attention as one head, Child et al. 2019, section 4.2).
     *
     * @param block l
     * @param count c, keys that stand for a block
     */
    public static AttentionPattern sparseFixed(int block, int count) {
        return new BlockLocal(block).or(new Summary(block, count)).causal();
    }
}
