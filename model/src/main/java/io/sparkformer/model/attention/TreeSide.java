package io.sparkformer.model.attention;

import java.util.stream.IntStream;

/**
 * What the leaves of a tree hear of one level on one side, in closed form. With u = (i + k - 1) / 2^j rounded down, leaf i hears on its left
 * the nodes u - k - m of level j, for m from 0 to k and as far as there are such; but for those two: u - k where it hears a half of it
 * already, which is so if (i + k - 1) / 2^(j - 1) is even, and u - 2 k unless it is such a half, which is so if u is even. So groups of
 * 2^j leaves that lie side by side hear the same but for the nearest, and each group the next to what the group before it hears. The right side
 * is the mirrored left one.
 *
 * @param degree k
 * @param leaves n
 * @param level j, 0 for leaves
 * @param right whether it is the right side
 */
record TreeSide(int degree, int leaves, int level, boolean right) {
    /** Leaves of a group. */
    int size() {
        return 1 << level;
    }

    /** How many groups there are. */
    int groups() {
        return (leaves + degree - 2) / size() + 1;
    }

    /** Places in groups before the first leaf, which no leaf has. */
    int front() {
        return right ? groups() * size() - leaves - (degree - 1) : degree - 1;
    }

    /** Those after the last. */
    int back() {
        return groups() * size() - leaves - front();
    }

    /** The nodes, k + 1 for each group in their order from the leaf, and {@code absent} where there is none. */
    int[] nodes(int absent) {
        return IntStream.range(0, groups())
                .flatMap(group -> IntStream.rangeClosed(0, degree).map(number -> node(group, number, absent)))
                .toArray();
    }

    private int node(int group, int number, int absent) {
        int u = right ? groups() - 1 - group : group;
        int place = u - degree - number;
        if (place < 0 || (number == degree && u % 2 != 0)) {
            return absent;
        }
        int count = leaves >> level;
        int first = 2 * (leaves - count);
        return first + (right ? count - 1 - place : place);
    }

    /** Whether the leaf at a place of any group hears the nearest node of its group. */
    boolean hearsNearest(int place) {
        boolean nearHalf = place < size() / 2;
        return level == 0 || nearHalf == right;
    }

    /** Whether there is anything to hear. */
    boolean reaches() {
        return groups() > degree;
    }
}
