package io.sparkformer.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * How the pixels of a TIFF file lie, checked.
 *
 * @param width columns
 * @param height rows
 * @param colours what the values mean
 * @param bits per value: 1, 2, 4, 8 or 16
 * @param samples values per pixel, as many as the colours need or one more
 * @param alpha whether that one is alpha
 * @param premultiplied whether the others are multiplied by it
 * @param table the colours of a palette, or the shades of fewer than 8 bits; empty where values are not looked up
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TiffLayout(
        int width,
        int height,
        Colours colours,
        int bits,
        int samples,
        boolean alpha,
        boolean premultiplied,
        int[] table) {
    /** Such as a near-infrared channel: not looked at. */
    private static final int NO_ALPHA = 0;

    private static final int PREMULTIPLIED_ALPHA = 1;
    private static final int PLAIN_ALPHA = 2;
    private static final int UNSIGNED = 1;

    /** Meanings of the tag PhotometricInterpretation. */
    enum Colours {
        WHITE_IS_ZERO(0, 1),
        BLACK_IS_ZERO(1, 1),
        RGB(2, 3),
        PALETTE(3, 1),
        INKS(5, 4),
        YCBCR(6, 3);

        private final int tag;
        private final int samples;

        Colours(int tag, int samples) {
            this.tag = tag;
            this.samples = samples;
        }

        static Colours of(TiffDirectory directory) throws RejectedImageException {
            long tag = directory.value(TiffDirectory.PHOTOMETRIC, -1);
            for (Colours colours : values()) {
                if (colours.tag == tag) {
                    return colours;
                }
            }
            throw TiffFile.unsupported("colours of kind " + tag);
        }
    }

    static TiffLayout of(TiffDirectory directory) throws RejectedImageException {
        Colours colours = Colours.of(directory);
        int samples = (int) directory.value(TiffDirectory.SAMPLES, 1);
        int bits = bits(directory, samples);
        requireUnsigned(directory);
        boolean extra = samples == colours.samples + 1 && colours != Colours.PALETTE;
        long extraKind = directory.value(TiffDirectory.EXTRA_SAMPLES, PLAIN_ALPHA);
        boolean alpha = extra && extraKind != NO_ALPHA;
        if ((samples != colours.samples && !extra) || !isRead(colours, bits, alpha)) {
            throw TiffFile.unsupported(samples + " values of " + bits + " bits per pixel as " + colours);
        }
        return new TiffLayout(
                side(directory, TiffDirectory.WIDTH),
                side(directory, TiffDirectory.HEIGHT),
                colours,
                bits,
                samples,
                alpha,
                alpha && extraKind == PREMULTIPLIED_ALPHA,
                table(directory, colours, bits));
    }

    private static int bits(TiffDirectory directory, int samples) throws RejectedImageException {
        long[] bits = directory.values(TiffDirectory.BITS);
        for (int i = 1; i < bits.length && i < samples; i++) {
            if (bits[i] != bits[0]) {
                throw TiffFile.unsupported("values of " + bits[0] + " and of " + bits[i] + " bits");
            }
        }
        return bits.length == 0 ? 1 : (int) bits[0];
    }

    private static void requireUnsigned(TiffDirectory directory) throws RejectedImageException {
        long format = directory.value(TiffDirectory.SAMPLE_FORMAT, UNSIGNED);
        if (format != UNSIGNED) {
            throw TiffFile.unsupported("signed or floating-point values (format " + format + ")");
        }
    }

    private static boolean isRead(Colours colours, int bits, boolean alpha) {
        boolean few = bits == 1 || bits == 2 || bits == 4;
        return switch (colours) {
            case WHITE_IS_ZERO, BLACK_IS_ZERO -> bits == 8 || bits == 16 || (few && !alpha);
            case PALETTE -> few || bits == 8;
            case RGB -> bits == 8 || bits == 16;
            case INKS, YCBCR -> bits == 8 && !alpha;
        };
    }

    private static int side(TiffDirectory directory, int tag) throws RejectedImageException {
        long side = directory.value(tag, 0);
        if (side < 1 || side > Integer.MAX_VALUE) {
            throw TiffDirectory.corrupt("tag " + tag + " says " + side + " pixels");
        }
        return (int) side;
    }

    private static int[] table(TiffDirectory directory, Colours colours, int bits) throws RejectedImageException {
        if (colours == Colours.PALETTE) {
            return palette(directory.values(TiffDirectory.COLOUR_MAP), 1 << bits);
        }
        return bits >= 8 ? new int[0] : PixelConversion.greyTable(bits);
    }

    /** All reds, then all greens, then all blues, of 16 bits each; of 8, where none has more. */
    private static int[] palette(long[] map, int entries) throws RejectedImageException {
        if (map.length != 3 * entries) {
            throw TiffDirectory.corrupt("a palette of " + map.length + " values, not " + 3 * entries);
        }
        long greatest = 0;
        for (long value : map) {
            greatest = Math.max(greatest, value);
        }
        int shift = greatest > 0xFF ? 8 : 0;
        int[] table = new int[entries];
        for (int i = 0; i < entries; i++) {
            table[i] = PixelConversion.rgb(
                    (int) map[i] >>> shift, (int) map[entries + i] >>> shift, (int) map[2 * entries + i] >>> shift);
        }
        return table;
    }

    /**
     * The rows of what the JDK's reader made of it: values as they are stored, but with black as zero, or, where it has a
     * table of greys, what that says.
     */
    PixelRows rows(BufferedImage image) throws RejectedImageException {
        Raster raster = image.getRaster();
        if (raster.getNumBands() != samples) {
            throw TiffDirectory.corrupt(
                    "the decoder found " + raster.getNumBands() + " values per pixel, not " + samples);
        }
        if (colours == Colours.INKS) {
            return JdkImage.inks(raster);
        }
        int[] lookUp = colours != Colours.PALETTE && image.getColorModel() instanceof IndexColorModel greys
                ? table(greys)
                : table;
        int[] values = new int[width * samples];
        return PixelRows.of(
                width,
                height,
                (y, rgb) -> {
                    raster.getPixels(0, y, width, 1, values);
                    for (int x = 0; x < width; x++) {
                        rgb[x] = lookUp.length > 0
                                ? PixelConversion.lookUp(lookUp, values[x * samples], x, y)
                                : colour(values, x * samples);
                    }
                },
                () -> {});
    }

    private static int[] table(IndexColorModel model) {
        int[] table = new int[model.getMapSize()];
        for (int i = 0; i < table.length; i++) {
            table[i] = model.getRGB(i) & PixelConversion.WHITE;
        }
        return table;
    }

    private int colour(int[] values, int at) {
        int shift = bits - 8;
        int red = values[at] >>> shift;
        boolean grey = colours.samples == 1;
        int rgb =
                PixelConversion.rgb(red, grey ? red : values[at + 1] >>> shift, grey ? red : values[at + 2] >>> shift);
        if (!alpha) {
            return rgb;
        }
        int opacity = values[at + samples - 1] >>> shift;
        return premultiplied
                ? PixelConversion.premultipliedOverWhite(rgb, opacity)
                : PixelConversion.overWhite(rgb, opacity);
    }
}
