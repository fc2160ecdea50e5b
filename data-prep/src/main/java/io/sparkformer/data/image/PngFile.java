package io.sparkformer.data.image;

import io.sparkformer.data.image.RejectedImageException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A PNG file (ISO/IEC 15948) whose chunks and checksums have been checked. Palette and transparency are applied here:
 * libpng is given a file without them, in which a palette index passes for a shade of grey. So an index beyond the
 * palette, a colour profile or a compressed text never reaches native code, and a transparent colour is not lost.
 *
 * @param width columns
 * @param height rows
 * @param bits per channel: 1, 2, 4, 8 or 16
 * @param colourType 0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha
 * @param reduced the file with only IHDR, IDAT and IEND
 * @param palette red, green, blue of each entry; null if there is none
 * @param transparency the content of the tRNS chunk; null if there is none
 * @param orientation from the eXIf chunk
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PngFile(
        int width,
        int height,
        int bits,
        int colourType,
        byte[] reduced,
        byte @Nullable [] palette,
        byte @Nullable [] transparency,
        Orientation orientation)
        implements EncodedImage {
    private static final int GREY = 0;
    private static final int COLOUR = 2;
    private static final int PALETTE = 3;

    static PngFile open(byte[] encoded) throws RejectedImageException {
        PngFile file = PngChunks.read(encoded);
        if (file.colourType == PALETTE && file.palette == null) {
            throw PngChunks.corrupt("it has palette colours but no palette");
        }
        if (file.transparency != null && file.bits == 16) {
            throw new RejectedImageException(
                    Reason.UNSUPPORTED_FORMAT,
                    "a PNG of 16 bits with one transparent colour is not read: convert it to an alpha channel");
        }
        return file;
    }

    @Override
    public PixelRows decode() throws RejectedImageException {
        int key = colourKey();
        LeptonicaRaster raster = LeptonicaRaster.png(reduced, width, height);
        try {
            if (raster.depth() == 32) {
                return PixelConversion.colours(raster, key);
            }
            int[] table = palette == null || colourType != PALETTE
                    ? greys(raster.depth())
                    : PixelConversion.palette(palette, transparency);
            return PixelConversion.table(raster, table);
        } catch (RejectedImageException | RuntimeException rejected) {
            raster.close();
            throw rejected;
        }
    }

    /** The one transparent colour of a colour image without alpha. */
    private int colourKey() throws RejectedImageException {
        if (colourType != COLOUR || transparency == null) {
            return PixelConversion.NO_COLOUR_KEY;
        }
        requireTransparency(transparency, 6);
        return PixelConversion.rgb(transparency[1] & 0xFF, transparency[3] & 0xFF, transparency[5] & 0xFF);
    }

    private int[] greys(int depth) throws RejectedImageException {
        int[] table = PixelConversion.greyTable(depth);
        if (colourType == GREY && transparency != null) {
            requireTransparency(transparency, 2);
            int transparent = ((transparency[0] & 0xFF) << 8) | (transparency[1] & 0xFF);
            if (transparent < table.length) {
                table[transparent] = PixelConversion.overWhite(table[transparent], 0);
            }
        }
        return table;
    }

    private static void requireTransparency(byte[] transparency, int length) throws RejectedImageException {
        if (transparency.length != length) {
            throw PngChunks.corrupt("its transparent colour has " + transparency.length + " bytes, not " + length);
        }
    }
}
