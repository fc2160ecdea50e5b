package io.sparkformer.data.image;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Walks the chunks of a WebP file once. */
final class WebpChunks {
    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int FRAME_HEADER = 16;
    private static final int SIDE_14_BITS = 0x3FFF;
    private static final int LOSSLESS_SIGNATURE = 0x2F;
    private static final int LOSSY_START_CODE = 0x2A019D;
    private static final int MAX_EXIF = 65536;
    private static final byte[] EXIF_PREFIX = {'E', 'x', 'i', 'f', 0, 0};

    private final LittleEndian bytes;
    private int canvasWidth;
    private int canvasHeight;
    private byte @Nullable [] alpha;
    private @Nullable WebpPicture picture;
    private boolean inFrame;
    private Orientation orientation = Orientation.UPRIGHT;

    WebpChunks(byte[] encoded) {
        bytes = new LittleEndian("WEBP", encoded);
    }

    WebpFile read() throws RejectedImageException {
        long end = CHUNK_HEADER + bytes.unsigned32(4);
        bytes.require(0, end);
        walk(FIRST_CHUNK, (int) end);
        if (picture == null) {
            throw bytes.corrupt("it holds no picture");
        }
        int width = canvasWidth == 0 ? picture.width() : canvasWidth;
        int height = canvasHeight == 0 ? picture.height() : canvasHeight;
        if (picture.left() + picture.width() > width || picture.top() + picture.height() > height) {
            throw bytes.corrupt("a picture of " + picture.width() + " x " + picture.height() + " pixels on a canvas of "
                    + width + " x " + height);
        }
        return new WebpFile(width, height, orientation, picture);
    }

    private void walk(int from, int end) throws RejectedImageException {
        int position = from;
        while (position < end) {
            String name = bytes.name(position);
            long length = bytes.unsigned32(position + 4);
            if (position + CHUNK_HEADER + length > end) {
                throw bytes.corrupt("it ends early: its chunk " + name + " claims " + length + " bytes");
            }
            take(name, position + CHUNK_HEADER, (int) length);
            // Chunks begin at even places.
            position += CHUNK_HEADER + (int) length + (int) (length % 2);
        }
    }

    private void take(String name, int from, int length) throws RejectedImageException {
        switch (name) {
            case "VP8X" -> {
                canvasWidth = bytes.unsigned24(from + 4) + 1;
                canvasHeight = bytes.unsigned24(from + 7) + 1;
            }
            case "ANMF" -> takeFrame(from, length);
            case "ALPH" -> alpha = alpha == null ? bytes.copy(from, length) : alpha;
            case "VP8 ", "VP8L" -> picture = picture == null ? picture(name, from, length) : picture;
            case "EXIF" -> orientation = length <= MAX_EXIF ? orientation(bytes.copy(from, length)) : orientation;
            default -> {
                // Profiles, metadata, what later versions may add.
            }
        }
    }

    /** Of an animation only the first picture counts. */
    private void takeFrame(int from, int length) throws RejectedImageException {
        if (inFrame) {
            throw bytes.corrupt("a frame inside a frame");
        }
        if (picture != null) {
            return;
        }
        inFrame = true;
        walk(from + FRAME_HEADER, from + length);
        inFrame = false;
        WebpPicture frame = picture;
        if (frame == null) {
            throw bytes.corrupt("a frame without a picture");
        }
        picture = frame.at(2 * bytes.unsigned24(from), 2 * bytes.unsigned24(from + 3));
    }

    private WebpPicture picture(String kind, int from, int length) throws RejectedImageException {
        byte[] pixels = bytes.copy(from, length);
        if (kind.equals("VP8L")) {
            if (bytes.unsigned8(from) != LOSSLESS_SIGNATURE) {
                throw bytes.corrupt("its lossless picture has no signature");
            }
            int sides = bytes.signed32(from + 1);
            return new WebpPicture(
                    0, 0, (sides & SIDE_14_BITS) + 1, (sides >>> 14 & SIDE_14_BITS) + 1, kind, pixels, null);
        }
        if (bytes.unsigned24(from + 3) != LOSSY_START_CODE) {
            throw bytes.corrupt("its lossy picture has no start code");
        }
        int width = bytes.unsigned16(from + 6) & SIDE_14_BITS;
        int height = bytes.unsigned16(from + 8) & SIDE_14_BITS;
        if (width == 0 || height == 0) {
            throw bytes.corrupt("the header says " + width + " x " + height + " pixels");
        }
        return new WebpPicture(0, 0, width, height, kind, pixels, alpha);
    }

    /** Some writers put the prefix of JPEG's block before it. */
    private static Orientation orientation(byte[] exif) {
        boolean prefixed = exif.length > EXIF_PREFIX.length
                && Arrays.equals(exif, 0, EXIF_PREFIX.length, EXIF_PREFIX, 0, EXIF_PREFIX.length);
        return ExifOrientation.read(prefixed ? Arrays.copyOfRange(exif, EXIF_PREFIX.length, exif.length) : exif);
    }
}
