package io.sparkformer.data.image;

import io.sparkformer.data.image.RejectedImageException.Reason;

/**
 * Image files to pixels. What counts is the content, never the name. Every later stage sees the same 8-bit picture:
 *
 * <ul>
 *   <li>JPEG (baseline and progressive; grey, YCbCr, RGB, CMYK, YCCK) by libjpeg-turbo, PNG by libpng, WebP (lossy and
 *       lossless) by libwebp, GIF by giflib, all through leptonica; BMP and TIFF by the JDK's readers. CMYK is taken as
 *       inverted, as Adobe writes it, if a JPEG has Adobe's marker. Colour profiles and gamma are not applied.
 *   <li>Of several pictures in a file (GIF, WebP, TIFF) the first is taken, in its place on its canvas.
 *   <li>16 bits per channel: the upper 8 are kept. Palettes are looked up, 1, 2 and 4 bits of grey are spread to 0..255.
 *   <li>Transparency is laid over white: {@code (value * alpha + 255 * (255 - alpha) + 127) / 255}.
 *   <li>EXIF orientation is applied (JPEG, TIFF, WebP, and PNG's eXIf chunk).
 *   <li>Colour to grey: {@code (19595 R + 38470 G + 7471 B + 32768) >> 16} (ITU-R BT.601); grey to colour: repeated.
 * </ul>
 *
 * <p>A file that ends early, has a wrong checksum (PNG) or on which the decoder warns that it had to guess (JPEG) is
 * rejected, never filled up with grey. Formats without checksums: a flipped bit that still decodes cannot be noticed here.
 *
 * <p>Thread-safe; native memory is freed before a call returns.
 */
public final class ImageDecoder {
    private ImageDecoder() {}

    /**
     * Decodes one file.
     *
     * @param encoded the whole file
     * @param channels 1 (grey) or 3 (colour): what to deliver, whatever is stored
     * @param limits checked before anything is decoded
     * @return the upright picture
     * @throws RejectedImageException when the file is no image, not supported, damaged or above a limit
     */
    public static PixelImage decode(byte[] encoded, int channels, ImageLimits limits) throws RejectedImageException {
        PixelImage.requireChannels(channels);
        EncodedImage file = open(encoded, limits);
        try (PixelRows rows = file.decode()) {
            return file.orientation().apply(rows.toImage(channels));
        }
    }

    /** Checks a file's structure and sizes. */
    static EncodedImage open(byte[] encoded, ImageLimits limits) throws RejectedImageException {
        requireBytes(encoded.length, limits);
        EncodedImage file = ImageFormat.of(encoded).open(encoded);
        requirePixels(file.width(), file.height(), limits);
        return file;
    }

    private static void requireBytes(int length, ImageLimits limits) throws RejectedImageException {
        if (length == 0) {
            throw new RejectedImageException(Reason.EMPTY_FILE, "the file is empty; remove it or replace it");
        }
        if (length > limits.maxBytes()) {
            throw new RejectedImageException(
                    Reason.TOO_MANY_BYTES,
                    "the file has " + length + " bytes, the limit max-bytes is " + limits.maxBytes()
                            + ": raise it if the file is to be trusted");
        }
    }

    private static void requirePixels(int width, int height, ImageLimits limits) throws RejectedImageException {
        long pixels = (long) width * height;
        if (pixels > limits.maxPixels()) {
            throw new RejectedImageException(
                    Reason.TOO_MANY_PIXELS,
                    "the image claims " + width + " x " + height + " = " + pixels + " pixels, the limit max-pixels is "
                            + limits.maxPixels() + ": raise it if the file is to be trusted");
        }
    }
}
