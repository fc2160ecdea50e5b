package io.sparkformer.data.source;

import java.io.IOException;

/** A piece of a compressed file cannot be read: what began before it has no end, what comes behind it has no beginning. */
final class DamagedPiece extends IOException {
    private static final long serialVersionUID = 1L;

    private final long place;

    /**
     * A fault in a piece.
     *
     * @param place the byte of the file at which it begins
     */
    DamagedPiece(long place, String damage) {
        super(damage);
        this.place = place;
    }

    long place() {
        return place;
    }
}
