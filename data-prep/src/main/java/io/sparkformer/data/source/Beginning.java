package io.sparkformer.data.source;

import io.sparkformer.data.text.RejectedTextException;
import io.sparkformer.data.text.RejectedTextException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * How a file's plain text begins, which tells what it is to all of its parts.
 *
 * @param bytes the first of the text, or all of it
 * @param complete whether the text ends there
 * @param damaged whether the text cannot be read on there
 */
record Beginning(byte[] bytes, boolean complete, boolean damaged) {
    private static final int BYTES = 1 << 16;
    /** How much of a file shows whether it is binary. */
    private static final int HEAD_BYTES = 1 << 13;

    /** Of a file that stands at its first byte. */
    static Beginning of(Decompression method, InputStream source) throws IOException {
        byte[] bytes = new byte[BYTES];
        int filled = 0;
        boolean complete = false;
        boolean damaged = false;
        try (InputStream plain = method.open(new Unclosed(source))) {
            while (filled < BYTES && !complete) {
                int count = plain.read(bytes, filled, BYTES - filled);
                complete = count < 0;
                filled += Math.max(0, count);
            }
        } catch (SourceFailure failure) {
            throw failure;
        } catch (IOException fault) {
            // Whoever reads it says so.
            damaged = true;
        }
        return new Beginning(Arrays.copyOf(bytes, filled), complete, damaged);
    }

    /** Refuses what is no text, or text in another encoding. */
    void requireText(TextDecoder decoder) throws RejectedTextException {
        if (!decoder.isWide() && hasZeros()) {
            throw new RejectedTextException(
                    Reason.NOT_TEXT,
                    "the file has bytes of zero, as binary files and UTF-16 have: " + TextDecoder.encodingHint());
        }
    }

    private boolean hasZeros() {
        for (int i = 0; i < Math.min(bytes.length, HEAD_BYTES); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** A file that is read again afterwards. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // The reader closes it.
        }
    }
}
