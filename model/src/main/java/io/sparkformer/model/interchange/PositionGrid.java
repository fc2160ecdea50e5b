package io.sparkformer.model.interchange;

import java.util.List;

/**
 * What the positions of a checkpoint [1, T, D] belong to.
 *
 * @param side patches along one side of the square image
 * @param classToken whether the first position is the class token's
 */
record PositionGrid(int side, boolean classToken) {
    /** Whether positions of one shape can be brought to another. */
    static boolean fits(List<Long> theirs, List<Long> ours) {
        return theirs.size() == 3
                && theirs.get(0) == 1
                && theirs.get(2).equals(ours.get(2))
                && of(theirs).side() > 0;
    }

    /** The grid of T positions; its side is 0 if it is not square. */
    static PositionGrid of(List<Long> shape) {
        long positions = shape.get(1);
        int withToken = side(positions - 1);
        return withToken > 0 ? new PositionGrid(withToken, true) : new PositionGrid(side(positions), false);
    }

    private static int side(long patches) {
        int side = (int) Math.round(Math.sqrt((double) Math.max(0, patches)));
        return (long) side * side == patches ? side : 0;
    }

    /** Where the patches' positions begin, in tokens. */
    int firstPatch() {
        return classToken ? 1 : 0;
    }

    /** What becomes of positions that are brought to another grid. */
    String noteOf(PositionGrid ours) {
        String token = classToken ? "" : ", none of them for the class token, which gets zeros";
        return side == ours.side
                ? "positions of " + side + " x " + side + " patches" + token
                : "positions interpolated from " + side + " x " + side + " to " + ours.side + " x " + ours.side
                        + " patches" + token;
    }
}
