package io.sparkformer.data.image;

/**
 * Lines of pixels, one after another, a plane for each channel.
 *
 * @param <E> what reading may throw
 */
@FunctionalInterface
interface LineSource<E extends Exception> {
    /** Reads one line; each is read once, in their order. */
    void read(int index, int[][] planes) throws E;
}
