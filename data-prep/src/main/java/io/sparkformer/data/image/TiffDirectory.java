package io.sparkformer.data.image;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The first directory of a TIFF file (TIFF 6.0, section 2): the tags that tell how the pixels lie. */
final class TiffDirectory {
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int STRIP_OFFSETS = 273;
    static final int ORIENTATION = 274;
    static final int SAMPLES = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTES = 279;
    static final int PLANAR = 284;
    static final int COLOUR_MAP = 320;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTES = 325;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;

    /** FillOrder, T4Options, T6Options, Predictor, JPEGTables, YCbCrCoefficients to ReferenceBlackWhite. */
    private static final Set<Integer> FOR_THE_DECODER = Set.of(266, 292, 293, 317, 347, 529, 530, 531, 532);

    private static final Set<Integer> KNOWN = Set.of(
            WIDTH,
            HEIGHT,
            BITS,
            COMPRESSION,
            PHOTOMETRIC,
            STRIP_OFFSETS,
            ORIENTATION,
            SAMPLES,
            ROWS_PER_STRIP,
            STRIP_BYTES,
            PLANAR,
            COLOUR_MAP,
            TILE_WIDTH,
            TILE_HEIGHT,
            TILE_OFFSETS,
            TILE_BYTES,
            EXTRA_SAMPLES,
            SAMPLE_FORMAT);
    private static final int ENTRY_LENGTH = 12;
    /** A picture of a million strips is none that anybody made. */
    private static final int MOST_VALUES = 1 << 20;

    /** Bytes of a value of each type of the specification, from 1 on. */
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    private final ByteBuffer file;
    private final Map<Integer, Integer> entries = new TreeMap<>();

    private TiffDirectory(byte[] encoded) {
        file = ByteBuffer.wrap(encoded);
        file.order(encoded[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    static TiffDirectory read(byte[] encoded) throws RejectedImageException {
        TiffDirectory directory = new TiffDirectory(encoded);
        directory.require(4, 4);
        long at = Integer.toUnsignedLong(directory.file.getInt(4));
        directory.require(at, 2);
        int count = directory.file.getShort((int) at) & 0xFFFF;
        directory.require(at + 2, (long) count * ENTRY_LENGTH);
        for (int i = 0; i < count; i++) {
            directory.take((int) at + 2 + i * ENTRY_LENGTH);
        }
        return directory;
    }

    private void take(int at) throws RejectedImageException {
        int tag = file.getShort(at) & 0xFFFF;
        if (KNOWN.contains(tag) || FOR_THE_DECODER.contains(tag)) {
            int type = file.getShort(at + 2) & 0xFFFF;
            if (type < 1 || type >= TYPE_BYTES.length) {
                throw corrupt("tag " + tag + " has the unknown type " + type);
            }
            long length = Integer.toUnsignedLong(file.getInt(at + 4)) * TYPE_BYTES[type];
            require(length <= 4 ? at + 8 : Integer.toUnsignedLong(file.getInt(at + 8)), length);
            if (entries.put(tag, at) != null) {
                throw corrupt("tag " + tag + " stands in it twice");
            }
        }
    }

    boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /** The first value of a tag, or another where the file does not have the tag. */
    long value(int tag, long otherwise) throws RejectedImageException {
        long[] values = values(tag);
        return values.length == 0 ? otherwise : values[0];
    }

    /** The values of a tag; none where the file does not have it. */
    long[] values(int tag) throws RejectedImageException {
        Integer at = entries.get(tag);
        if (at == null) {
            return new long[0];
        }
        int type = file.getShort(at + 2);
        if (type != BYTE && type != SHORT && type != LONG) {
            throw corrupt("tag " + tag + " has the type " + type + ", which is no unsigned number");
        }
        int bytes = TYPE_BYTES[type];
        int count = file.getInt(at + 4);
        if (count > MOST_VALUES) {
            throw corrupt("tag " + tag + " has " + count + " values");
        }
        long[] values = new long[count];
        int from = values.length * bytes <= 4 ? at + 8 : file.getInt(at + 8);
        for (int i = 0; i < values.length; i++) {
            values[i] = value(type, from + i * bytes);
        }
        return values;
    }

    private long value(int type, int at) {
        return switch (type) {
            case BYTE -> file.get(at) & 0xFF;
            case SHORT -> file.getShort(at) & 0xFFFF;
            default -> Integer.toUnsignedLong(file.getInt(at));
        };
    }

    /** Bytes of the file. */
    int length() {
        return file.capacity();
    }

    /** A part of the file. */
    byte[] copy(long position, long length) throws RejectedImageException {
        require(position, length);
        return Arrays.copyOfRange(file.array(), (int) position, (int) (position + length));
    }

    /** The file with one directory behind its end, of nothing but the tags that a decoder of the pixels needs. */
    byte[] reduced() {
        int end = file.capacity() + file.capacity() % 2;
        ByteBuffer copy = ByteBuffer.allocate(end + 2 + entries.size() * ENTRY_LENGTH + 4);
        copy.order(file.order()).put(file.array());
        copy.putInt(4, end).position(end).putShort((short) entries.size());
        for (int at : entries.values()) {
            copy.put(file.array(), at, ENTRY_LENGTH);
        }
        return copy.array();
    }

    /** Checks that a part lies inside the file. */
    void require(long position, long length) throws RejectedImageException {
        if (position + length > file.capacity()) {
            throw corrupt("it ends early: " + length + " bytes at byte " + position + " of " + file.capacity());
        }
    }

    static RejectedImageException corrupt(String what) {
        return new RejectedImageException(
                Reason.TRUNCATED_OR_CORRUPT, "TIFF: " + what + "; replace the file or remove it");
    }
}
