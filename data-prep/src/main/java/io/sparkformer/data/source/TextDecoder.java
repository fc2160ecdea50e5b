package io.sparkformer.data.source;

import io.sparkformer.data.text.RejectedTextException;
import io.sparkformer.data.text.RejectedTextException.Reason;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text of bytes in one encoding, strictly. */
final class TextDecoder {
    static final TextDecoder UTF_8 = new TextDecoder(StandardCharsets.UTF_8);

    private static final char BYTE_ORDER_MARK = '\ufeff';
    /** Where they have their usual bytes, lines and elements can be found before anything is decoded. */
    private static final String LANDMARKS = "\n\r\t \"{}<>/abcdefghijklmnopqrstuvwxyz";

    private final Charset charset;
    private final boolean wide;

    TextDecoder(Charset charset) {
        this.charset = charset;
        this.wide = !Arrays.equals(encoded(charset), LANDMARKS.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] encoded(Charset charset) {
        return charset.canEncode() ? LANDMARKS.getBytes(charset) : new byte[0];
    }

    /** Whether line ends are other bytes than elsewhere, as in UTF-16: such a file is read as UTF-8, by one task. */
    boolean isWide() {
        return wide;
    }

    /** What a file is read as: UTF-8 where its encoding is wide, else itself. */
    InputStream open(InputStream in) {
        return wide ? new TranscodedStream(in, strict(charset)) : in;
    }

    /** Decodes what {@link #open} gives; fails where bytes mean nothing. */
    CharsetDecoder strict() {
        return strict(charset());
    }

    /** The encoding of what {@link #open} gives. */
    Charset charset() {
        return wide ? StandardCharsets.UTF_8 : charset;
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /**
     * The text of all of something.
     *
     * @throws RejectedTextException when bytes mean nothing
     */
    String decodeAll(byte[] bytes) throws RejectedTextException {
        try {
            return withoutMark(strict(charset).decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException malformed) {
            throw invalid();
        }
    }

    private static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /**
     * The text of what {@link #open} gives.
     *
     * @throws RejectedTextException when there are zeros, or bytes that mean nothing
     */
    String decode(byte[] bytes) throws RejectedTextException {
        for (byte value : bytes) {
            if (value == 0) {
                throw new RejectedTextException(
                        Reason.NOT_TEXT, "it has bytes of zero, as binary files and UTF-16 have: " + encodingHint());
            }
        }
        try {
            return withoutMark(strict().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException malformed) {
            throw invalid();
        }
    }

    /** The refusal of bytes that mean nothing. */
    RejectedTextException invalid() {
        return charset.equals(StandardCharsets.UTF_8)
                ? new RejectedTextException(Reason.INVALID_UTF8, "its bytes are no UTF-8: " + encodingHint())
                : new RejectedTextException(
                        Reason.INVALID_ENCODING, "its bytes are no " + charset.name() + ": " + encodingHint());
    }

    /** What helps. */
    static String encodingHint() {
        return "take it out, convert it to UTF-8, or set prepare-text.encoding";
    }
}
