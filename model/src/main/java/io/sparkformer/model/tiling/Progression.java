package io.sparkformer.model.tiling;

/**
 * Places at equal distances, which a product of matrices can read where they lie.
 *
 * @param first place
 * @param count how many, at least 1
 * @param step from one to the next, at least 1
 */
public record Progression(int first, int count, int step) {
    /** Neighbours. */
    public static Progression of(int first, int count) {
        return new Progression(first, count, 1);
    }

    /** The {@code index}-th place, from 0. */
    public int at(int index) {
        return first + index * step;
    }

    /** The places of a part of this one's. */
    Progression of(Progression part) {
        return new Progression(at(part.first), part.count, part.step * step);
    }
}
