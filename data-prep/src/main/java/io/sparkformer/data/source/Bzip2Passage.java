package io.sparkformer.data.source;

import io.sparkformer.data.source.Bzip2Blocks.Block;
import java.io.IOException;
import java.io.InputStream;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The text of consecutive sound blocks of a bzip2 file. A place in it is the byte of the file in which its block begins,
 * and the byte within the block's text: so a task knows it that has read nothing before.
 */
final class Bzip2Passage extends InputStream implements Passage {
    private final Bzip2Blocks blocks;
    private final boolean atStart;
    private final long to;
    /** Where in the text each block begins, with its place. */
    private final NavigableMap<Long, Long> places = new TreeMap<>();

    private byte[] block = new byte[0];
    private int at;
    private long read;
    private boolean ended;

    /**
     * The blocks that come next.
     *
     * @param atStart whether they are the file's first ones
     * @param to of the file: documents before whose beginning a block from there on ends are another part's
     */
    Bzip2Passage(Bzip2Blocks blocks, boolean atStart, long to) {
        this.blocks = blocks;
        this.atStart = atStart;
        this.to = to;
    }

    @Override
    public InputStream in() {
        return this;
    }

    @Override
    public long begin() {
        return 0;
    }

    @Override
    public boolean atStart() {
        return atStart;
    }

    @Override
    public boolean owns(long offset) {
        var before = places.lowerEntry(offset);
        // Nothing has been read yet: the first block is this part's if it begins before the next.
        return before == null || before.getValue() < to;
    }

    @Override
    public String place(long offset) {
        var of = places.floorEntry(offset);
        return of == null ? "0" : of.getValue() + "+" + (offset - of.getKey());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        while (at == block.length) {
            if (ended || !nextBlock()) {
                return -1;
            }
        }
        int copied = Math.min(count, block.length - at);
        System.arraycopy(block, at, bytes, offset, copied);
        at += copied;
        read += copied;
        return copied;
    }

    private boolean nextBlock() throws IOException {
        Block next = blocks.next();
        if (next == null) {
            ended = true;
            return false;
        }
        if (next.damage() != null) {
            throw new DamagedPiece(next.place(), next.damage());
        }
        block = next.plain();
        at = 0;
        if (block.length > 0) {
            places.put(read, next.place());
        }
        return true;
    }
}
