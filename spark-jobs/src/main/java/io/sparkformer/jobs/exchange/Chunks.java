package io.sparkformer.jobs.exchange;

import io.sparkformer.model.checkpoint.ParameterHash;
import java.io.Serializable;

/**
 * How vectors are cut into the pieces that travel: each but the last has as many elements as a leaf of the tree hash, so
 * that pieces are hashed where they lie.
 *
 * @param length elements of a vector
 */
public record Chunks(int length) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Elements of a chunk. */
    public static final int SIZE = ParameterHash.BLOCK;

    /** Chunks of a vector. */
    public int count() {
        return (int) (((long) length + SIZE - 1) / SIZE);
    }

    /** The first element of a chunk. */
    public int offset(int chunk) {
        return chunk * SIZE;
    }

    /** Elements of a chunk. */
    public int elements(int chunk) {
        return Math.min(SIZE, length - offset(chunk));
    }

    /** The first chunk of the {@code part}-th of {@code parts} nearly equal stretches. */
    public int bound(int part, int parts) {
        return (int) ((long) count() * part / parts);
    }
}
