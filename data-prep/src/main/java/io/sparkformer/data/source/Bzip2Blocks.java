package io.sparkformer.data.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a bzip2 file one by one, from any byte on. A block begins at any bit with the same 48 bits, ends where the
 * next one or the stream does, and depends on no other. Each is decoded by itself, as a stream that holds nothing else, so
 * that a damaged one costs what it holds and nothing behind it. Streams may follow each other.
 */
final class Bzip2Blocks {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long BLOCK = 0x314159265359L;
    private static final long END = 0x177245385090L;
    private static final int MAGIC_BITS = 48;
    private static final int CHECKSUM_BITS = 32;
    private static final long MAGIC_MASK = (1L << MAGIC_BITS) - 1;
    /** What the end of a stream takes, wherever in a byte it begins. */
    private static final int TAIL_BYTES = 16;

    private static final byte[] HEADER = {'B', 'Z', 'h', '9'};
    private static final int HEADER_BITS = HEADER.length * 8;

    /** 900,000 symbols of at most 20 bits, and their tables. */
    private static final int MAX_BLOCK_BYTES = 3 << 20;
    /** What a block may hold whatever its ratio: repeated lines compress well. */
    private static final int MAX_HARMLESS_BYTES = 4 << 20;

    private static final int MAX_RATIO = 1000;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int filled;
    /** Of the byte that is being read, and how many of its bits are left. */
    private int octet;

    private int octetBits;
    /** The last bits. */
    private long window;
    /** Of the file, the next one. */
    private long bit;

    private final long firstBit;
    /** Behind a header that no block has followed yet; negative if there is none. */
    private long headerEnd = -1;
    /** Of the block that is being read; negative if there is none. */
    private long blockBit = -1;
    /** Of the last block, which whatever is wrong behind it is counted to; negative if it began before all that is read. */
    private long lastBit = -1;
    /** Its bits, from a whole byte on, with room for a stream's end. */
    private byte[] piece = new byte[1 << 16];

    private int pieceBytes;
    private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
    private final Queue<Block> ready = new ArrayDeque<>();
    private boolean ended;

    /**
     * Those that begin at a byte or behind it.
     *
     * @param in the file, from that byte on
     * @param from 0, where a header is, or any other byte
     */
    Bzip2Blocks(InputStream in, long from) throws IOException {
        this.in = in;
        this.bit = from * 8;
        this.firstBit = bit;
        if (from == 0) {
            lastBit = 0;
            readHeader();
        }
    }

    /**
     * A block.
     *
     * @param place the byte of the file in which it begins
     * @param plain what it holds; nothing if it is damaged
     * @param damage what is wrong with it; null if nothing is
     */
    record Block(long place, byte[] plain, @Nullable String damage) {
        static Block damaged(long bit, String damage) {
            return new Block(bit / 8, new byte[0], damage);
        }
    }

    /** The next one; null at the end of the file. */
    @Nullable Block next() throws IOException {
        while (ready.isEmpty() && !ended) {
            step();
        }
        return ready.poll();
    }

    private void step() throws IOException {
        if (!readBit()) {
            finish();
        } else if (window == BLOCK && bit - MAGIC_BITS >= firstBit) {
            endBlock();
            beginBlock();
        } else if (window == END) {
            endBlock();
            headerEnd = -1;
            endStream();
        } else if (headerEnd >= 0 && bit == headerEnd + MAGIC_BITS) {
            addFault("no block follows a header");
            headerEnd = -1;
        }
    }

    private void finish() {
        ended = true;
        if (blockBit >= 0) {
            ready.add(Block.damaged(blockBit, "the file ends within a block"));
        } else if (headerEnd >= 0) {
            addFault("the file ends behind a header");
        }
    }

    private void endStream() throws IOException {
        long begin = bit;
        readBits(CHECKSUM_BITS);
        readBits((int) (-bit & 7));
        if (bit < begin + CHECKSUM_BITS) {
            addFault("the file ends within a stream's end");
            ended = true;
        } else {
            readHeader();
        }
    }

    /** A header, or the end of the file. */
    private void readHeader() throws IOException {
        long begin = bit;
        long read = readBits(HEADER_BITS);
        if (bit == begin) {
            ended = true;
        } else if (bit == begin + HEADER_BITS && read >>> 8 == ('B' << 16 | 'Z' << 8 | 'h') && isLevel(read & 0xFF)) {
            headerEnd = bit;
        } else {
            addFault("something stands where a header should");
        }
    }

    private void addFault(String damage) {
        if (lastBit >= 0) {
            ready.add(Block.damaged(lastBit, damage));
        }
    }

    private static boolean isLevel(long character) {
        return character >= '1' && character <= '9';
    }

    /** The next bits, or those there are. */
    private long readBits(int count) throws IOException {
        long bits = 0;
        for (int i = 0; i < count && readBit(); i++) {
            bits = bits << 1 | (window & 1);
        }
        return bits;
    }

    private boolean readBit() throws IOException {
        if (octetBits == 0) {
            if (at == filled) {
                at = 0;
                filled = Math.max(0, in.read(buffer, 0, buffer.length));
                if (filled == 0) {
                    return false;
                }
            }
            octet = buffer[at++] & 0xFF;
            octetBits = 8;
        }
        octetBits--;
        window = (window << 1 | (octet >>> octetBits & 1)) & MAGIC_MASK;
        bit++;
        if (blockBit >= 0 && ((bit - blockBit) & 7) == 0) {
            keep((byte) window);
        }
        return true;
    }

    private void keep(byte value) {
        if (pieceBytes > MAX_BLOCK_BYTES) {
            return;
        }
        if (pieceBytes + TAIL_BYTES > piece.length) {
            piece = Arrays.copyOf(piece, 2 * piece.length);
        }
        piece[pieceBytes++] = value;
    }

    private void beginBlock() {
        headerEnd = -1;
        blockBit = bit - MAGIC_BITS;
        lastBit = blockBit;
        putBits(0, BLOCK, MAGIC_BITS);
        pieceBytes = MAGIC_BITS / 8;
    }

    private void endBlock() {
        if (blockBit < 0) {
            return;
        }
        long bits = bit - MAGIC_BITS - blockBit;
        long begun = blockBit;
        blockBit = -1;
        if (pieceBytes > MAX_BLOCK_BYTES) {
            ready.add(Block.damaged(begun, "a block has no end"));
            return;
        }
        try {
            ready.add(new Block(begun / 8, decode((int) bits), null));
        } catch (IOException | RuntimeException damaged) {
            ready.add(Block.damaged(begun, String.valueOf(damaged.getMessage())));
        }
    }

    /** Behind the block the stream's end, whose checksum is that of its only block. */
    private byte[] decode(int bits) throws IOException {
        long checksum = 0;
        for (int i = 0; i < CHECKSUM_BITS / 8; i++) {
            checksum = checksum << 8 | (piece[MAGIC_BITS / 8 + i] & 0xFF);
        }
        putBits(bits, END, MAGIC_BITS);
        putBits(bits + MAGIC_BITS, checksum, CHECKSUM_BITS);
        int length = (bits + MAGIC_BITS + CHECKSUM_BITS + 7) / 8;
        plain.reset();
        byte[] chunk = new byte[BUFFER_BYTES];
        try (InputStream stream = new BZip2CompressorInputStream(new SequenceInputStream(
                new ByteArrayInputStream(HEADER), new ByteArrayInputStream(piece, 0, length)))) {
            for (int count = stream.read(chunk); count > 0; count = stream.read(chunk)) {
                plain.write(chunk, 0, count);
                if (plain.size() > MAX_HARMLESS_BYTES && plain.size() / MAX_RATIO > length) {
                    throw new IOException("a block expands to more than " + MAX_RATIO + " times its size");
                }
            }
        }
        return plain.toByteArray();
    }

    private void putBits(int place, long bits, int count) {
        for (int i = 0; i < count; i++) {
            int to = place + i;
            int mask = 0x80 >>> (to & 7);
            boolean set = (bits >>> (count - 1 - i) & 1) != 0;
            piece[to / 8] = (byte) (set ? piece[to / 8] | mask : piece[to / 8] & ~mask);
        }
    }
}
