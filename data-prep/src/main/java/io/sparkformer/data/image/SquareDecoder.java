package io.sparkformer.data.image;

/**
 * Decodes image files to squares of one size, as {@link ImageDecoder} decodes and {@link Resampler#fit} scales. A JPEG whose
 * shorter side has at least twice, four or eight times the wanted pixels is decoded at that fraction of its size in the DCT
 * domain, never below the wanted size: a fraction of the work, and pixels that differ a little from those of scaling the
 * full picture.
 *
 * <p>Not thread-safe: it keeps its working memory from file to file. A result depends on its file alone.
 */
public final class SquareDecoder {
    private final int channels;
    private final ImageLimits limits;
    private final int size;
    private final Fit fit;
    private final ResamplingMemory memory = new ResamplingMemory();

    /**
     * A decoder.
     *
     * @param channels 1 (grey) or 3 (colour): what to deliver, whatever is stored
     * @param limits checked before anything is decoded
     * @param size pixels of each side
     * @param fit how a picture becomes a square
     */
    public SquareDecoder(int channels, ImageLimits limits, int size, Fit fit) {
        PixelImage.requireChannels(channels);
        this.channels = channels;
        this.limits = limits;
        this.size = size;
        this.fit = fit;
    }

    /**
     * Decodes one file.
     *
     * @param encoded the whole file
     * @throws RejectedImageException when the file is no image, not supported, damaged or above a limit
     */
    public PixelImage decode(byte[] encoded) throws RejectedImageException {
        EncodedImage file = ImageDecoder.open(encoded, limits);
        try (PixelRows rows = file.decodeReduced(size)) {
            return file.orientation() == Orientation.UPRIGHT
                    ? Resampler.fit(rows, channels, size, fit, memory)
                    : Resampler.fit(file.orientation().apply(rows.toImage(channels)), size, fit);
        }
    }
}
