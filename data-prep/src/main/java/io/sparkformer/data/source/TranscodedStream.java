package io.sparkformer.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** A text in another encoding as UTF-8; what means nothing becomes a byte that UTF-8 does not have, and so costs its line. */
final class TranscodedStream extends InputStream {
    private static final int BUFFER_BYTES = 1 << 13;
    private static final byte NO_UTF8 = (byte) 0xFF;

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private final ByteBuffer raw = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private final CharBuffer characters = CharBuffer.allocate(BUFFER_BYTES);
    private final ByteBuffer utf8 = ByteBuffer.allocate(4 * BUFFER_BYTES).limit(0);
    private boolean lastSeen;
    private boolean ended;

    TranscodedStream(InputStream in, CharsetDecoder decoder) {
        this.in = in;
        this.decoder = decoder;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        while (!utf8.hasRemaining()) {
            if (ended) {
                return -1;
            }
            convert();
        }
        int copied = Math.min(count, utf8.remaining());
        utf8.get(bytes, offset, copied);
        return copied;
    }

    private void convert() throws IOException {
        fill();
        CoderResult result = decoder.decode(raw, characters.clear(), lastSeen);
        characters.flip();
        utf8.clear();
        // Characters come whole, so that nothing waits in the encoder.
        encoder.encode(characters, utf8, true);
        encoder.reset();
        if (result.isError()) {
            raw.position(Math.min(raw.limit(), raw.position() + result.length()));
            utf8.put(NO_UTF8);
        } else if (lastSeen && result.isUnderflow()) {
            ended = true;
        }
        utf8.flip();
    }

    private void fill() throws IOException {
        raw.compact();
        while (!lastSeen && raw.position() < BUFFER_BYTES / 2) {
            int count = in.read(raw.array(), raw.position(), raw.remaining());
            lastSeen = count < 0;
            raw.position(raw.position() + Math.max(0, count));
        }
        raw.flip();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
