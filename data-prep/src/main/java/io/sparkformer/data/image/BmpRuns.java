package io.sparkformer.data.image;

/** The runs of a compressed BMP file: the JDK's reader takes missing ones for black. */
final class BmpRuns {
    private static final int END = 1;
    private static final int MOVE = 2;

    private BmpRuns() {}

    /**
     * Checks that the runs reach the mark that ends them.
     *
     * @param halfBytes whether a byte holds two pixels
     */
    static void requireEnd(LittleEndian bytes, int from, boolean halfBytes) throws RejectedImageException {
        int at = from;
        while (true) {
            int count = bytes.unsigned8(at);
            int value = bytes.unsigned8(at + 1);
            at += 2;
            if (count == 0 && value == END) {
                return;
            }
            if (count == 0 && value >= MOVE) {
                // Either two bytes that say how far, or so many pixels as they are, in an even number of bytes.
                int length = value == MOVE ? 2 : halfBytes ? (value + 1) / 2 : value;
                at += length + length % 2;
            }
        }
    }
}
