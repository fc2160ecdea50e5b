package io.sparkformer.data.image;

/**
 * One image file whose structure has been checked and whose pixels have not been decoded. A further format is one more
 * implementation and one more line in {@link ImageFormat}.
 */
sealed interface EncodedImage permits BmpFile, GifFile, JpegFile, PngFile, TiffFile, WebpFile {
    /** Stored width in pixels, before the orientation is applied. */
    int width();

    /** Stored height in pixels, before the orientation is applied. */
    int height();

    /** How the stored picture must be turned. */
    Orientation orientation();

    /** Decodes the stored pixels. */
    PixelRows decode() throws RejectedImageException;

    /**
     * Decodes the stored pixels to a smaller picture where the format can do that for less than decoding all of them.
     *
     * @param side pixels that the shorter side of the result must have at least, if it has as many now
     */
    default PixelRows decodeReduced(int side) throws RejectedImageException {
        return decode();
    }
}
