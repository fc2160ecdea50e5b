package io.sparkformer.data.source;

import java.io.IOException;
import java.io.InputStream;

/**
 * The elements {@code <page>} of a wiki's export, found by their tags alone: no text of an export has one, for there {@code <}
 * is an entity. So a page can be found from any place on, and a broken one costs nothing but itself. This stream holds the
 * bytes of one page at a time.
 */
final class PageElements extends InputStream {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] BEGIN = {'<', 'p', 'a', 'g', 'e', '>'};
    private static final byte[] END = {'<', '/', 'p', 'a', 'g', 'e', '>'};

    private final Passage passage;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int filled;
    /** Of the text, what lies at the buffer's first byte. */
    private long bufferAt;

    private long start;
    private boolean inPage;
    /** How many bytes of the end tag are still to be given. */
    private int ending;

    private long allowed;

    /** Something in a page is longer than it can be. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("something that is not its text has no end");
        }
    }

    PageElements(Passage passage) {
        this.passage = passage;
        this.bufferAt = passage.begin();
    }

    /**
     * Goes to the next page that belongs to the passage.
     *
     * @return whether there is one
     */
    boolean next() throws IOException {
        leave();
        while (passage.owns(offset()) && ensure(BEGIN.length)) {
            boolean foreign = offset() == passage.begin() && !passage.atStart();
            if (startsWith(BEGIN) && !foreign) {
                start = offset();
                inPage = true;
                ending = 0;
                return true;
            }
            at = nextTag(at + 1);
        }
        return false;
    }

    /** Passes over what is left of a page, up to the next one at most. */
    private void leave() throws IOException {
        allow(Long.MAX_VALUE);
        byte[] rest = new byte[1 << 12];
        while (inPage && read(rest, 0, rest.length) >= 0) {
            // Passed over.
        }
        inPage = false;
    }

    /** Where the page begins, in the text. */
    long start() {
        return start;
    }

    private long offset() {
        return bufferAt + at;
    }

    /** Fails when more than so many bytes are read before the next call: of a page nothing is that long but its text. */
    void allow(long bytes) {
        allowed = bytes;
    }

    private boolean startsWith(byte[] tag) {
        for (int i = 0; i < tag.length; i++) {
            if (at + i >= filled || buffer[at + i] != tag[i]) {
                return false;
            }
        }
        return true;
    }

    private int nextTag(int from) {
        int place = from;
        while (place < filled && buffer[place] != '<') {
            place++;
        }
        return place;
    }

    /** Fills the buffer up to so many bytes, unless the text ends before; whether there are any. */
    private boolean ensure(int count) throws IOException {
        if (filled - at < count) {
            System.arraycopy(buffer, at, buffer, 0, filled - at);
            bufferAt += at;
            filled -= at;
            at = 0;
            int more = 0;
            while (filled < count && more >= 0) {
                more = passage.in().read(buffer, filled, buffer.length - filled);
                filled += Math.max(0, more);
            }
        }
        return at < filled;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!inPage || !ensure(END.length)) {
            inPage = false;
            return -1;
        }
        if (ending == 0 && startsWith(END)) {
            ending = END.length;
        } else if (ending == 0 && offset() > start && startsWith(BEGIN)) {
            inPage = false;
            return -1;
        }
        int count = Math.min(length, ending > 0 ? ending : nextTag(at + 1) - at);
        if (count > allowed) {
            throw new TooLong();
        }
        allowed -= count;
        System.arraycopy(buffer, at, bytes, offset, count);
        at += count;
        if (ending > 0) {
            ending -= count;
            inPage = ending > 0;
        }
        return count;
    }
}
