package io.sparkformer.data.image;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG file (ITU-T T.81): its marker segments up to the first scan are walked here, for the size and the EXIF block,
 * before libjpeg sees it.
 *
 * @param encoded the whole file
 * @param width columns
 * @param height rows
 * @param orientation from the first EXIF block
 * @param plainCmyk whether it holds inks without Adobe's marker: not inverted, which leptonica does not know
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record JpegFile(byte[] encoded, int width, int height, Orientation orientation, boolean plainCmyk)
        implements EncodedImage {
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int APPLICATION_1 = 0xE1;
    private static final int APPLICATION_14 = 0xEE;
    private static final int PROGRESSIVE_FRAME = 0xC2;
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};
    private static final byte[] ADOBE = {'A', 'd', 'o', 'b', 'e'};

    /**
     * A progressive file of a few hundred kilobytes can hold thousands of scans, each of which makes the decoder visit
     * every block of the picture. Real files have about ten.
     */
    private static final int MAX_SCANS = 200;

    static JpegFile open(byte[] encoded) throws RejectedImageException {
        Frame frame = null;
        Orientation orientation = null;
        boolean adobe = false;
        int position = 2;
        while (true) {
            position = skipFill(encoded, position);
            int marker = encoded[position++] & 0xFF;
            if (marker == START_OF_SCAN) {
                break;
            }
            int length = segmentLength(encoded, position, marker);
            if (isFrame(marker) && frame == null) {
                frame = Frame.read(encoded, position + 2, length - 2, marker);
            } else if (marker == APPLICATION_1 && orientation == null) {
                orientation = orientation(encoded, position + 2, length - 2);
            } else if (marker == APPLICATION_14) {
                adobe |= startsWith(encoded, position + 2, length - 2, ADOBE);
            }
            position += length;
        }
        if (frame == null) {
            throw corrupt("no frame header before the first scan");
        }
        if (frame.marker == PROGRESSIVE_FRAME) {
            requireFewScans(encoded, position);
        }
        return new JpegFile(
                encoded,
                frame.width,
                frame.height,
                orientation == null ? Orientation.UPRIGHT : orientation,
                frame.components == 4 && !adobe);
    }

    /** Any number of 0xFF may stand before a marker. */
    private static int skipFill(byte[] encoded, int position) throws RejectedImageException {
        int at = position;
        if (at >= encoded.length || encoded[at] != (byte) 0xFF) {
            throw corrupt(at >= encoded.length ? "it ends before the first scan" : "no marker at byte " + at);
        }
        while (at < encoded.length && encoded[at] == (byte) 0xFF) {
            at++;
        }
        if (at >= encoded.length) {
            throw corrupt("it ends before the first scan");
        }
        return at;
    }

    private static int segmentLength(byte[] encoded, int position, int marker) throws RejectedImageException {
        if (marker == END_OF_IMAGE || position + 2 > encoded.length) {
            throw corrupt("it ends before the first scan");
        }
        int length = unsigned16(encoded, position);
        if (length < 2 || position + length > encoded.length) {
            throw corrupt("the segment at byte " + position + " claims " + length + " bytes");
        }
        return length;
    }

    /** SOF0 to SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static @Nullable Orientation orientation(byte[] encoded, int from, int length) {
        boolean exif = startsWith(encoded, from, length, EXIF);
        return exif ? ExifOrientation.read(Arrays.copyOfRange(encoded, from + EXIF.length, from + length)) : null;
    }

    private static boolean startsWith(byte[] encoded, int from, int length, byte[] name) {
        return length > name.length && Arrays.equals(encoded, from, from + name.length, name, 0, name.length);
    }

    private static void requireFewScans(byte[] encoded, int from) throws RejectedImageException {
        int scans = 1;
        for (int at = from; at + 1 < encoded.length; at++) {
            if (encoded[at] == (byte) 0xFF && (encoded[at + 1] & 0xFF) == START_OF_SCAN) {
                scans++;
            }
        }
        if (scans > MAX_SCANS) {
            throw new RejectedImageException(
                    Reason.UNSUPPORTED_FORMAT,
                    "a progressive JPEG with " + scans + " scans, at most " + MAX_SCANS
                            + " are read: convert the file");
        }
    }

    private static int unsigned16(byte[] bytes, int position) {
        return ((bytes[position] & 0xFF) << 8) | (bytes[position + 1] & 0xFF);
    }

    private static RejectedImageException corrupt(String what) {
        return new RejectedImageException(
                Reason.TRUNCATED_OR_CORRUPT, "JPEG: " + what + "; replace the file or remove it");
    }

    @Override
    public PixelRows decode() throws RejectedImageException {
        return decode(1);
    }

    @Override
    public PixelRows decodeReduced(int side) throws RejectedImageException {
        int shorter = Math.min(width, height);
        int reduction = 8;
        while (reduction > 1 && reduced(shorter, reduction) < side) {
            reduction /= 2;
        }
        return decode(reduction);
    }

    /** What libjpeg makes of a side. */
    static int reduced(int side, int reduction) {
        return (side + reduction - 1) / reduction;
    }

    private PixelRows decode(int reduction) throws RejectedImageException {
        if (plainCmyk) {
            return JdkImage.cmykJpeg(encoded, width, height);
        }
        LeptonicaRaster raster = LeptonicaRaster.jpeg(encoded, width, height, reduction);
        return raster.depth() == 32
                ? PixelConversion.colours(raster, PixelConversion.NO_COLOUR_KEY)
                : PixelConversion.table(raster, PixelConversion.greyTable(8));
    }

    private record Frame(int marker, int width, int height, int components) {
        static Frame read(byte[] encoded, int position, int length, int marker) throws RejectedImageException {
            if (length < 6) {
                throw corrupt("the frame header has " + length + " bytes");
            }
            int bits = encoded[position] & 0xFF;
            if (marker > PROGRESSIVE_FRAME || bits != 8) {
                throw new RejectedImageException(
                        Reason.UNSUPPORTED_FORMAT,
                        "a JPEG of frame type 0x" + Integer.toHexString(marker) + " with " + bits
                                + " bits per channel: convert the file to a baseline or progressive JPEG of 8 bits");
            }
            Frame frame = new Frame(
                    marker,
                    unsigned16(encoded, position + 3),
                    unsigned16(encoded, position + 1),
                    encoded[position + 5] & 0xFF);
            if (frame.width == 0 || frame.height == 0) {
                throw corrupt("the header says " + frame.width + " x " + frame.height + " pixels");
            }
            if (frame.components != 1 && frame.components != 3 && frame.components != 4) {
                throw new RejectedImageException(
                        Reason.UNSUPPORTED_FORMAT,
                        "a JPEG with " + frame.components + " channels: convert the file to grey, colour or CMYK");
            }
            return frame;
        }
    }
}
