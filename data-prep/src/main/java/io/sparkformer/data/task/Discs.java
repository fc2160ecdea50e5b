package io.sparkformer.data.task;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where discs may lie.
 *
 * @param first at one end of a snake
 * @param joined at the other end of that snake
 * @param apart at the same end of the other snake
 */
record Discs(Cell first, Cell joined, Cell apart) {
    /** All that two snakes have: the first disc at any of the four ends. */
    static List<Discs> of(Snake one, Snake other) {
        return Stream.of(
                        new Discs(one.start(), one.end(), other.end()),
                        new Discs(other.start(), other.end(), one.end()),
                        new Discs(one.end(), one.start(), other.start()),
                        new Discs(other.end(), other.start(), one.start()))
                .toList();
    }

    /** How much farther the one second place is from the first than the other. */
    double unevenness() {
        return Math.abs(first.straightDistance(joined) - first.straightDistance(apart));
    }
}
