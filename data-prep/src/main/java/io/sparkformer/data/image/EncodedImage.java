package io.sparkformer.data.image;

/**
 * One image file whose structure has been checked and whose pixels have not been decoded. A further format is one more
 * implementation and one more line in {@link ImageFormat}.
 */
sealed interface EncodedImage permits JpegFile, PngFile {
    /** Stored width in pixels, before the orientation is applied. */
    int width();

    /** Stored height in pixels, before the orientation is applied. */
    int height();

    /** How the stored picture must be turned. */
    Orientation orientation();

    /**
     * Decodes the stored pixels.
     *
     * @param channels 1 or 3
     */
    PixelImage decode(int channels) throws RejectedImageException;
}
