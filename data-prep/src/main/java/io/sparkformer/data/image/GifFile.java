package io.sparkformer.data.image;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A GIF file (GIF87a and GIF89a) whose blocks have been walked to the trailer. Of an animation the first picture is
 * taken. Palette and transparency are applied here: giflib is given a file of that one picture, with 256 colours, in which
 * no index is lost.
 *
 * @param width of the canvas: the logical screen, or what the picture needs where that is more
 * @param height of the canvas
 * @param picture the first picture
 */
record GifFile(int width, int height, Picture picture) implements EncodedImage {
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2C;
    private static final int TRAILER = 0x3B;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int SCREEN_AT = 6;
    private static final int HEADER_LENGTH = 13;
    private static final int HAS_TABLE = 0x80;
    private static final int HAS_TRANSPARENCY = 1;
    private static final int OPAQUE = -1;

    /**
     * One picture of a file.
     *
     * @param left on the canvas
     * @param top on the canvas
     * @param reduced a file of this picture alone
     * @param colours of each index
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Picture(int left, int top, int width, int height, byte[] reduced, int[] colours) {}

    static GifFile open(byte[] encoded) throws RejectedImageException {
        Walk walk = new Walk(new LittleEndian("GIF", encoded));
        Picture first = walk.firstPicture();
        LittleEndian bytes = walk.bytes;
        return new GifFile(
                Math.max(bytes.unsigned16(SCREEN_AT), first.left + first.width),
                Math.max(bytes.unsigned16(SCREEN_AT + 2), first.top + first.height),
                first);
    }

    @Override
    public Orientation orientation() {
        return Orientation.UPRIGHT;
    }

    @Override
    public PixelRows decode() throws RejectedImageException {
        LeptonicaRaster raster = LeptonicaRaster.gif(picture.reduced, picture.width, picture.height);
        return PixelConversion.onCanvas(
                PixelConversion.table(raster, picture.colours), picture.left, picture.top, width, height);
    }

    /** Goes through the blocks. */
    private static final class Walk {
        private final LittleEndian bytes;
        private int position = HEADER_LENGTH;
        private int transparent = OPAQUE;

        Walk(LittleEndian bytes) {
            this.bytes = bytes;
        }

        Picture firstPicture() throws RejectedImageException {
            byte[] global = table(bytes.unsigned8(HEADER_LENGTH - 3));
            Picture first = null;
            int kind;
            do {
                kind = bytes.unsigned8(position++);
                switch (kind) {
                    case EXTENSION -> skipExtension();
                    case IMAGE -> {
                        if (first == null) {
                            first = picture(global);
                        } else {
                            skipPicture();
                        }
                    }
                    case TRAILER -> {}
                    default -> throw bytes.corrupt("no block begins at byte " + (position - 1));
                }
            } while (kind != TRAILER);
            if (first == null) {
                throw bytes.corrupt("it holds no picture");
            }
            return first;
        }

        /** The colour table that flags announce; null if they announce none. */
        private byte @Nullable [] table(int flags) throws RejectedImageException {
            if ((flags & HAS_TABLE) == 0) {
                return null;
            }
            int length = 3 << ((flags & 7) + 1);
            byte[] table = bytes.copy(position, length);
            position += length;
            return table;
        }

        private void skipExtension() throws RejectedImageException {
            int label = bytes.unsigned8(position++);
            if (label == GRAPHIC_CONTROL && bytes.unsigned8(position) >= 4) {
                boolean has = (bytes.unsigned8(position + 1) & HAS_TRANSPARENCY) != 0;
                transparent = has ? bytes.unsigned8(position + 4) : OPAQUE;
            }
            skipParts();
        }

        /** Parts of up to 255 bytes, each after its length; a length of 0 ends them. */
        private void skipParts() throws RejectedImageException {
            int length;
            do {
                length = bytes.unsigned8(position);
                position += 1 + length;
            } while (length != 0);
        }

        private Picture picture(byte @Nullable [] global) throws RejectedImageException {
            int header = position;
            int width = bytes.unsigned16(header + 4);
            int height = bytes.unsigned16(header + 6);
            if (width == 0 || height == 0) {
                throw bytes.corrupt("a picture of " + width + " x " + height + " pixels");
            }
            int flags = bytes.unsigned8(header + 8);
            position = header + 9;
            byte[] local = table(flags);
            byte[] palette = local == null ? global : local;
            if (palette == null) {
                throw bytes.corrupt("a picture without a colour table");
            }
            int data = position++;
            skipParts();
            return new Picture(
                    bytes.unsigned16(header),
                    bytes.unsigned16(header + 2),
                    width,
                    height,
                    GifWriter.onePicture(width, height, flags, bytes.copy(data, position - data)),
                    colours(palette, transparent));
        }

        private void skipPicture() throws RejectedImageException {
            position += 9;
            table(bytes.unsigned8(position - 1));
            position++;
            skipParts();
        }

        private static int[] colours(byte[] palette, int transparent) {
            int[] colours = Arrays.copyOf(PixelConversion.palette(palette, null), 256);
            Arrays.fill(colours, palette.length / 3, 256, PixelConversion.NO_COLOUR);
            if (transparent != OPAQUE) {
                colours[transparent] = PixelConversion.WHITE;
            }
            return colours;
        }
    }
}
