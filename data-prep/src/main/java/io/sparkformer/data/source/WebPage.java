package io.sparkformer.data.source;

import io.sparkformer.data.text.RejectedTextException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The characters of a page of the web. What its server says of the encoding counts before what the page says, and both only
 * if all of the page can be decoded so; else the page itself tells it, as files do with {@code encoding = auto}.
 */
final class WebPage {
    private static final TextEncoding AUTO = new TextEncoding("auto");
    /** Of a page, the first bytes, among which it must name its encoding (HTML, section 4.2.5.4). */
    private static final int MAX_META = 1024;

    private WebPage() {}

    /**
     * The characters.
     *
     * @param named what the server says; empty if it says nothing
     * @throws RejectedTextException when the encoding cannot be told
     */
    static String characters(byte[] body, String named) throws RejectedTextException {
        String head = new String(body, 0, Math.min(body.length, MAX_META), StandardCharsets.ISO_8859_1);
        boolean marked = TextEncoding.marked(body).isPresent();
        for (String name : List.of(named, MessageFields.charsetIn(head))) {
            Optional<String> text = marked || name.isEmpty() ? Optional.empty() : decoded(body, name);
            if (text.isPresent()) {
                return text.get();
            }
        }
        TextDecoder decoder = AUTO.decoder(new Beginning(body, true, false));
        return decoder.decodeAll(body);
    }

    private static Optional<String> decoded(byte[] body, String name) {
        try {
            Charset charset = Charset.isSupported(name) ? Charset.forName(name) : null;
            return charset == null
                    ? Optional.empty()
                    : Optional.of(charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(body))
                            .toString());
        } catch (CharacterCodingException | IllegalCharsetNameException other) {
            return Optional.empty();
        }
    }
}
