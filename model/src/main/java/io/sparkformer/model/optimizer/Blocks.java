package io.sparkformer.model.optimizer;

/**
 * How a flat vector is cut for work that is done block by block: all blocks have {@link #SIZE} elements, the last one what
 * is left. Whatever is summed over a vector is summed within blocks first, so that the sum does not depend on who summed.
 *
 * @param length of the vector
 */
public record Blocks(int length) {
    /**
     * Elements of a block. A kernel's arrays together stay in the first-level cache: twice as many elements are a tenth
     * slower, half as many cost more calls than they save.
     */
    public static final int SIZE = 1_024;

    /** Work on one block. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Called once for each block.
         *
         * @param part which part of the work it belongs to; two blocks of one part are never visited at once
         */
        void visit(int part, int block);
    }

    /** How many blocks there are. */
    public int count() {
        return (int) (((long) length + SIZE - 1) / SIZE);
    }

    /** The place of a block's first element. */
    public int offset(int block) {
        return block * SIZE;
    }

    /** Number of elements of a block. */
    public int elements(int block) {
        return Math.min(SIZE, length - offset(block));
    }

    /** Visits all blocks, consecutive ones in each part. */
    public void forEach(Parts parts, Visitor visitor) {
        parts.run(part -> {
            int end = bound(part + 1, parts.count());
            for (int block = bound(part, parts.count()); block < end; block++) {
                visitor.visit(part, block);
            }
        });
    }

    private int bound(int part, int parts) {
        return (int) ((long) count() * part / parts);
    }
}
