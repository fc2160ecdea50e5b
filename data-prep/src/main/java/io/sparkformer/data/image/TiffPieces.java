package io.sparkformer.data.image;

/**
 * The strips or tiles of a TIFF file: all there, all inside the file, none much larger than the picture, so that a
 * decoder that trusts the directory allocates no more than the picture needs.
 */
final class TiffPieces {
    private static final int SEPARATE_PLANES = 2;
    private static final int JPEG = 7;

    /** Pixels of a piece that may be larger than the picture, which then is small. */
    private static final long GREATEST_PIECE = 1 << 22;

    /** Some writers let equal pieces share their bytes; a million pieces of the whole file each would take for ever. */
    private static final long MOST_SHARING = 16;

    private TiffPieces() {}

    static void require(TiffDirectory directory, TiffLayout layout) throws RejectedImageException {
        int width = layout.width();
        int height = layout.height();
        boolean tiled = directory.has(TiffDirectory.TILE_WIDTH);
        long pieceWidth = tiled ? directory.value(TiffDirectory.TILE_WIDTH, 0) : width;
        long pieceHeight = tiled
                ? directory.value(TiffDirectory.TILE_HEIGHT, 0)
                : Math.min(height, directory.value(TiffDirectory.ROWS_PER_STRIP, height));
        if (pieceWidth < 1
                || pieceHeight < 1
                || Math.max(pieceWidth, pieceHeight) > Integer.MAX_VALUE
                || pieceWidth * pieceHeight > Math.max((long) width * height, GREATEST_PIECE)) {
            throw TiffDirectory.corrupt("pieces of " + pieceWidth + " x " + pieceHeight + " pixels");
        }
        int planes = directory.value(TiffDirectory.PLANAR, 1) == SEPARATE_PLANES ? layout.samples() : 1;
        long needed = (width - 1 + pieceWidth) / pieceWidth * ((height - 1 + pieceHeight) / pieceHeight) * planes;
        long[] offsets = directory.values(tiled ? TiffDirectory.TILE_OFFSETS : TiffDirectory.STRIP_OFFSETS);
        long[] lengths = directory.values(tiled ? TiffDirectory.TILE_BYTES : TiffDirectory.STRIP_BYTES);
        requireInside(directory, offsets, lengths, needed);
        if (directory.value(TiffDirectory.COMPRESSION, 1) == JPEG) {
            requireSmall(directory, offsets, lengths, pieceWidth * pieceHeight);
        }
    }

    /** A JPEG has a size of its own, which decides what its decoder allocates. */
    private static void requireSmall(TiffDirectory directory, long[] offsets, long[] lengths, long mostPixels)
            throws RejectedImageException {
        for (int i = 0; i < offsets.length; i++) {
            JpegFile piece = JpegFile.open(directory.copy(offsets[i], lengths[i]));
            if ((long) piece.width() * piece.height() > mostPixels) {
                throw TiffDirectory.corrupt("a piece of " + mostPixels + " pixels holds a JPEG of " + piece.width()
                        + " x " + piece.height());
            }
        }
    }

    private static void requireInside(TiffDirectory directory, long[] offsets, long[] lengths, long needed)
            throws RejectedImageException {
        if (offsets.length < needed || lengths.length != offsets.length) {
            throw TiffDirectory.corrupt("it lists " + offsets.length + " places and " + lengths.length
                    + " lengths of pieces, the picture has " + needed);
        }
        long total = 0;
        for (int i = 0; i < offsets.length; i++) {
            directory.require(offsets[i], lengths[i]);
            total += lengths[i];
        }
        if (total > MOST_SHARING * directory.length()) {
            throw TiffDirectory.corrupt("its pieces have " + total + " bytes, the file " + directory.length());
        }
    }
}
