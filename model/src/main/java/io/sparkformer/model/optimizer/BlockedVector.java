package io.sparkformer.model.optimizer;

/**
 * A vector of which each block is an array of its own. A loop over several arrays becomes vector instructions only if they
 * are indexed alike; a flat array beside blocks would need an offset that the others do not have.
 */
public final class BlockedVector implements FlatVector {
    private final Blocks blocks;
    private final float[][] values;

    private BlockedVector(Blocks blocks) {
        this.blocks = blocks;
        this.values = new float[blocks.count()][];
        for (int block = 0; block < values.length; block++) {
            values[block] = new float[blocks.elements(block)];
        }
    }

    /** A vector of zeros. */
    public static BlockedVector zero(int length) {
        return new BlockedVector(new Blocks(length));
    }

    /** A copy of a flat array. */
    public static BlockedVector copyOf(float[] flat) {
        BlockedVector vector = zero(flat.length);
        for (int block = 0; block < vector.values.length; block++) {
            float[] target = vector.values[block];
            System.arraycopy(flat, vector.blocks.offset(block), target, 0, target.length);
        }
        return vector;
    }

    /** A flat copy. */
    public float[] toArray() {
        float[] flat = new float[blocks.length()];
        for (int block = 0; block < values.length; block++) {
            System.arraycopy(values[block], 0, flat, blocks.offset(block), values[block].length);
        }
        return flat;
    }

    @Override
    public void read(int offset, float[] target, int count) {
        int done = 0;
        while (done < count) {
            float[] block = values[(offset + done) / Blocks.SIZE];
            int from = (offset + done) % Blocks.SIZE;
            int length = Math.min(count - done, block.length - from);
            System.arraycopy(block, from, target, done, length);
            done += length;
        }
    }

    @Override
    public void write(int offset, float[] source, int count) {
        int done = 0;
        while (done < count) {
            float[] block = values[(offset + done) / Blocks.SIZE];
            int from = (offset + done) % Blocks.SIZE;
            int length = Math.min(count - done, block.length - from);
            System.arraycopy(source, done, block, from, length);
            done += length;
        }
    }

    /** The elements of one block, not a copy. */
    public float[] block(int block) {
        return values[block];
    }
}
