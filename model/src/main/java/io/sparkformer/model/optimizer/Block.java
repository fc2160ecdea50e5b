package io.sparkformer.model.optimizer;

import java.util.List;

/**
 * One block in work: copies of its parameters and gradients and the arrays of its moments, all indexed alike. One thread
 * uses it for one block after the other.
 */
final class Block {
    private final float[] parameters = new float[Blocks.SIZE];
    private final float[] gradients = new float[Blocks.SIZE];
    private final float[] directions = new float[Blocks.SIZE];
    private final float[][] moments;
    private final Blocks blocks;
    private int index;

    Block(Blocks blocks, int slots) {
        this.blocks = blocks;
        this.moments = new float[slots][];
    }

    /** Turns to another block, whose moments these vectors hold. */
    void select(int block, List<BlockedVector> slots) {
        index = block;
        for (int slot = 0; slot < moments.length; slot++) {
            moments[slot] = slots.get(slot).block(block);
        }
    }

    int index() {
        return index;
    }

    /** The place of the first element in the flat vector. */
    int offset() {
        return blocks.offset(index);
    }

    int count() {
        return blocks.elements(index);
    }

    float[] parameters() {
        return parameters;
    }

    float[] gradients() {
        return gradients;
    }

    /** Memory for whatever a kernel computes on the way. */
    float[] directions() {
        return directions;
    }

    float[] moments(int slot) {
        return moments[slot];
    }
}
