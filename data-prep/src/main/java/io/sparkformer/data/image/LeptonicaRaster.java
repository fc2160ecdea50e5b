package io.sparkformer.data.image;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.jspecify.annotations.Nullable;

/**
 * A raster that leptonica decoded into native memory; to be closed. Its words hold pixels most significant bits first:
 * red, green, blue, alpha for 32 bits per pixel.
 */
final class LeptonicaRaster implements AutoCloseable {
    static {
        // Its messages would be one line on standard error per bad file; what matters is in the rejection.
        leptonica.setMsgSeverity(leptonica.L_SEVERITY_NONE);
    }

    private static final int NO_COLOUR_MAP = 0;
    /** Without the hint "continue with bad data" a single warning of libjpeg makes the read fail. */
    private static final int FAIL_ON_WARNINGS = 0;

    private final PIX pix;
    private final IntBuffer words;
    private final int wordsPerRow;

    private LeptonicaRaster(PIX pix) {
        this.pix = pix;
        this.wordsPerRow = leptonica.pixGetWpl(pix);
        this.words = leptonica
                .pixGetData(pix)
                .capacity((long) wordsPerRow * leptonica.pixGetHeight(pix))
                .asBuffer();
    }

    /**
     * Decodes a JPEG file, or fails on the first warning.
     *
     * @param reduction 1, 2, 4 or 8: the fraction of the stored size, taken in the DCT domain
     */
    static LeptonicaRaster jpeg(byte[] encoded, int width, int height, int reduction) throws RejectedImageException {
        try (BytePointer data = new BytePointer(encoded);
                IntPointer warnings = new IntPointer(1)) {
            return of(
                    leptonica.pixReadMemJpeg(
                            data, encoded.length, NO_COLOUR_MAP, reduction, warnings, FAIL_ON_WARNINGS),
                    JpegFile.reduced(width, reduction),
                    JpegFile.reduced(height, reduction));
        }
    }

    /** Decodes a PNG file. */
    static LeptonicaRaster png(byte[] encoded, int width, int height) throws RejectedImageException {
        try (BytePointer data = new BytePointer(encoded)) {
            return of(leptonica.pixReadMemPng(data, encoded.length), width, height);
        }
    }

    /** Decodes a WebP file that holds one picture. */
    static LeptonicaRaster webp(byte[] encoded, int width, int height) throws RejectedImageException {
        try (BytePointer data = new BytePointer(encoded)) {
            return of(leptonica.pixReadMemWebP(data, encoded.length), width, height);
        }
    }

    /** Decodes a GIF file that holds one picture. */
    static LeptonicaRaster gif(byte[] encoded, int width, int height) throws RejectedImageException {
        try (BytePointer data = new BytePointer(encoded)) {
            return of(leptonica.pixReadMemGif(data, encoded.length), width, height);
        }
    }

    private static LeptonicaRaster of(@Nullable PIX pix, int width, int height) throws RejectedImageException {
        if (pix == null || pix.isNull()) {
            throw new RejectedImageException(
                    Reason.TRUNCATED_OR_CORRUPT,
                    "the decoder found the file truncated or corrupt; replace it or remove it");
        }
        LeptonicaRaster raster = new LeptonicaRaster(pix);
        int decodedWidth = leptonica.pixGetWidth(pix);
        int decodedHeight = leptonica.pixGetHeight(pix);
        if (decodedWidth != width || decodedHeight != height) {
            raster.close();
            throw new RejectedImageException(
                    Reason.TRUNCATED_OR_CORRUPT,
                    "the header says " + width + " x " + height + ", the decoder found " + decodedWidth + " x "
                            + decodedHeight);
        }
        return raster;
    }

    int width() {
        return leptonica.pixGetWidth(pix);
    }

    int height() {
        return leptonica.pixGetHeight(pix);
    }

    /** Bits per pixel: 1, 2, 4, 8 or 32. */
    int depth() {
        return leptonica.pixGetDepth(pix);
    }

    /** Whether a pixel's last byte is its alpha. */
    boolean hasAlpha() {
        return leptonica.pixGetSpp(pix) == 4;
    }

    int wordsPerRow() {
        return wordsPerRow;
    }

    /** Copies as many of a row's words as the target has elements, from the word {@code from} on. */
    void row(int y, int from, int[] target) {
        words.get(y * wordsPerRow + from, target);
    }

    @Override
    public void close() {
        leptonica.pixDestroy(pix);
    }
}
