package io.sparkformer.data.image;

/** Takes lines of pixels, one after another; a word for each pixel, with the last channel in its lowest byte. */
@FunctionalInterface
interface LineTarget {
    /** Takes one line, whose array the next one will use again. */
    void put(int index, int[] words);
}
