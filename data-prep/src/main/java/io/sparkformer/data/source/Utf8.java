package io.sparkformer.data.source;

import io.sparkformer.data.text.RejectedTextException;
import io.sparkformer.data.text.RejectedTextException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text of bytes, strictly. */
final class Utf8 {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private Utf8() {}

    /**
     * The text.
     *
     * @throws RejectedTextException when there are zeros, or bytes that are no UTF-8
     */
    static String decode(byte[] bytes) throws RejectedTextException {
        for (byte value : bytes) {
            if (value == 0) {
                throw new RejectedTextException(
                        Reason.NOT_TEXT,
                        "it has bytes of zero, as binary files and UTF-16 have: take it out, or convert it to UTF-8");
            }
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException malformed) {
            throw new RejectedTextException(
                    Reason.INVALID_UTF8, "its bytes are no UTF-8: convert it (iconv -f <encoding> -t UTF-8)");
        }
    }
}
