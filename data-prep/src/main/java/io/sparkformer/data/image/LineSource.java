package io.sparkformer.data.image;

/**
 * Lines of pixels, one after another; a word for each pixel, with the last channel in its lowest byte.
 *
 * @param <E> what reading may throw
 */
@FunctionalInterface
interface LineSource<E extends Exception> {
    /** Reads one line; each is read once, in their order. */
    void read(int index, int[] words) throws E;
}
