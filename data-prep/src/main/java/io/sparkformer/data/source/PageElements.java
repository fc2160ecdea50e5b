package io.sparkformer.data.source;

import java.io.IOException;
import java.io.InputStream;

/**
 * The elements {@code <page>} of a wiki's export, found by their tags alone: no text of an export has one, for there {@code <}
 * is an entity. So a page can be found from any place on, and a broken one costs nothing but itself. This stream holds the
 * bytes of one page at a time.
 */
final class PageElements extends InputStream {
    private static final byte[] BEGIN = {'<', 'p', 'a', 'g', 'e', '>'};
    private static final byte[] END = {'<', '/', 'p', 'a', 'g', 'e', '>'};

    private final Passage passage;
    private final LookAhead text;
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
        this.text = new LookAhead(passage.in(), passage.begin());
    }

    /**
     * Goes to the next page that belongs to the passage.
     *
     * @return whether there is one
     */
    boolean next() throws IOException {
        leave();
        while (passage.owns(text.offset()) && text.ensure(BEGIN.length)) {
            boolean foreign = text.offset() == passage.begin() && !passage.atStart();
            if (text.startsWith(BEGIN) && !foreign) {
                start = text.offset();
                inPage = true;
                ending = 0;
                return true;
            }
            text.pass(text.until((byte) '<'));
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

    /** Fails when more than so many bytes are read before the next call: of a page nothing is that long but its text. */
    void allow(long bytes) {
        allowed = bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!inPage || !text.ensure(END.length)) {
            inPage = false;
            return -1;
        }
        if (ending == 0 && text.startsWith(END)) {
            ending = END.length;
        } else if (ending == 0 && text.offset() > start && text.startsWith(BEGIN)) {
            inPage = false;
            return -1;
        }
        int count = Math.min(length, ending > 0 ? ending : text.until((byte) '<'));
        if (count > allowed) {
            throw new TooLong();
        }
        allowed -= count;
        text.take(bytes, offset, count);
        if (ending > 0) {
            ending -= count;
            inPage = ending > 0;
        }
        return count;
    }
}
