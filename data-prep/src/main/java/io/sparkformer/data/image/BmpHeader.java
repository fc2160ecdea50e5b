package io.sparkformer.data.image;

/**
 * What the headers of a BMP file say (Microsoft, "Bitmap Storage"), checked but for whether the pixels are there.
 *
 * @param width columns
 * @param height rows
 * @param topDown whether the first row stored is the uppermost
 * @param bits per pixel: 1, 4, 8, 16, 24 or 32
 * @param compression 0 none, 1 runs of bytes, 2 runs of half bytes, 3 masks
 * @param masks of red, green, blue and, where there is one, alpha; empty without masks
 * @param palette blue, green, red and a byte without meaning of each entry; empty without palette
 * @param pixelsAt where the pixels begin
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BmpHeader(
        int width, int height, boolean topDown, int bits, int compression, int[] masks, byte[] palette, int pixelsAt) {
    static final int RUNS_OF_BYTES = 1;
    static final int RUNS_OF_HALF_BYTES = 2;
    static final int MASKS = 3;

    private static final int INFO_AT = 14;
    private static final int CORE_LENGTH = 12;
    private static final int INFO_LENGTH = 40;
    private static final int WITH_ALPHA_MASK_LENGTH = 56;
    private static final int GREATEST_LENGTH = 124;
    private static final int MASKS_AT = INFO_AT + INFO_LENGTH;

    static BmpHeader read(LittleEndian bytes) throws RejectedImageException {
        long length = bytes.unsigned32(INFO_AT);
        if (length != CORE_LENGTH && (length < INFO_LENGTH || length > GREATEST_LENGTH)) {
            throw bytes.corrupt("a header of " + length + " bytes");
        }
        BmpHeader header = length == CORE_LENGTH ? core(bytes) : info(bytes, (int) length);
        header.requireKnown(bytes);
        return header;
    }

    private static BmpHeader core(LittleEndian bytes) throws RejectedImageException {
        int bits = bytes.unsigned16(INFO_AT + 10);
        int[] noMasks = {};
        int pixelsAt = pixelsAt(bytes);
        return new BmpHeader(
                bytes.unsigned16(INFO_AT + 4),
                bytes.unsigned16(INFO_AT + 6),
                false,
                bits,
                0,
                noMasks,
                palette(bytes, INFO_AT + CORE_LENGTH, 3, bits, 0, pixelsAt),
                pixelsAt);
    }

    private static BmpHeader info(LittleEndian bytes, int length) throws RejectedImageException {
        int height = bytes.signed32(INFO_AT + 8);
        int bits = bytes.unsigned16(INFO_AT + 14);
        int compression = bytes.signed32(INFO_AT + 16);
        int[] masks = compression == MASKS ? masks(bytes, length) : new int[0];
        int paletteAt = INFO_AT + length + (compression == MASKS && length == INFO_LENGTH ? 12 : 0);
        int pixelsAt = pixelsAt(bytes);
        long colours = bytes.unsigned32(INFO_AT + 32);
        return new BmpHeader(
                bytes.signed32(INFO_AT + 4),
                Math.abs(height),
                height < 0,
                bits,
                compression,
                masks,
                palette(bytes, paletteAt, 4, bits, colours, pixelsAt),
                pixelsAt);
    }

    private static int pixelsAt(LittleEndian bytes) throws RejectedImageException {
        long at = bytes.unsigned32(10);
        bytes.require(at, 0);
        return (int) at;
    }

    private static int[] masks(LittleEndian bytes, int length) throws RejectedImageException {
        int alpha = length >= WITH_ALPHA_MASK_LENGTH ? bytes.signed32(MASKS_AT + 12) : 0;
        int[] masks = new int[alpha == 0 ? 3 : 4];
        for (int i = 0; i < masks.length; i++) {
            masks[i] = bytes.signed32(MASKS_AT + 4 * i);
        }
        return masks;
    }

    /** In entries of four bytes; as many as there are before the pixels, where the header claims more. */
    private static byte[] palette(LittleEndian bytes, int at, int entryBytes, int bits, long colours, int pixelsAt)
            throws RejectedImageException {
        if (bits > 8) {
            return new byte[0];
        }
        long claimed = colours == 0 ? 1L << bits : Math.min(colours, 1L << bits);
        int entries = (int) Math.max(0, Math.min(claimed, (pixelsAt - at) / entryBytes));
        byte[] palette = new byte[4 * entries];
        for (int i = 0; i < entries; i++) {
            System.arraycopy(bytes.copy(at + entryBytes * i, 3), 0, palette, 4 * i, 3);
        }
        return palette;
    }

    private void requireKnown(LittleEndian bytes) throws RejectedImageException {
        if (width < 1 || height < 1) {
            throw bytes.corrupt("the header says " + width + " x " + height + " pixels");
        }
        boolean known = switch (compression) {
            case 0 -> bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
            case RUNS_OF_BYTES -> bits == 8 && !topDown;
            case RUNS_OF_HALF_BYTES -> bits == 4 && !topDown;
            case MASKS -> bits == 16 || bits == 32;
            default -> false;
        };
        if (!known) {
            throw bytes.unsupported("compression " + compression + " with " + bits + " bits per pixel");
        }
        if (bits <= 8 && palette.length == 0) {
            throw bytes.corrupt("it has palette colours but no palette");
        }
    }

    /** Checks that all pixels are there. */
    void requireWhole(LittleEndian bytes) throws RejectedImageException {
        if (compression == 0 || compression == MASKS) {
            // Rows are padded to four bytes.
            long rowBytes = ((long) width * bits + 31) / 32 * 4;
            // The first check keeps the product of the second below 2^62.
            bytes.require(pixelsAt, rowBytes);
            bytes.require(pixelsAt, rowBytes * height);
        } else {
            BmpRuns.requireEnd(bytes, pixelsAt, compression == RUNS_OF_HALF_BYTES);
        }
    }
}
