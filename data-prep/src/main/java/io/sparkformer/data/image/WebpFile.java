package io.sparkformer.data.image;

/**
 * A WebP file (RFC 9649) whose chunks have been walked. Of an animation the first picture is taken. libwebp is given a
 * file of that one picture, so that profiles and metadata never reach native code.
 *
 * @param width of the canvas
 * @param height of the canvas
 * @param orientation from the EXIF chunk
 * @param picture the first picture
 */
record WebpFile(int width, int height, Orientation orientation, WebpPicture picture) implements EncodedImage {
    static WebpFile open(byte[] encoded) throws RejectedImageException {
        return new WebpChunks(encoded).read();
    }

    @Override
    public PixelRows decode() throws RejectedImageException {
        LeptonicaRaster raster = LeptonicaRaster.webp(picture.alone(), picture.width(), picture.height());
        return PixelConversion.onCanvas(
                PixelConversion.colours(raster, PixelConversion.NO_COLOUR_KEY),
                picture.left(),
                picture.top(),
                width,
                height);
    }
}
