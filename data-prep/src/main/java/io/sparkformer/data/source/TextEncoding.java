package io.sparkformer.data.source;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import io.sparkformer.data.text.RejectedTextException;
import io.sparkformer.data.text.RejectedTextException.Reason;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How bytes become text.
 *
 * @param word the name of an encoding, or "auto": each file's own, as its beginning tells it
 */
public record TextEncoding(String word) implements Serializable {
    /** What text is in unless something else is said. */
    public static final TextEncoding UTF_8 = new TextEncoding("utf-8");

    private static final String AUTO = "auto";
    private static final int ESCAPE = 0x1B;
    /** Of 100; below, the detector guesses (docs/decisions/0014-readers-of-texts.md). */
    private static final int MIN_CONFIDENCE = 35;
    /** The longer ones first, since UTF-16's is the beginning of UTF-32's. */
    private static final Map<String, Charset> MARKS = marks();

    /** Refuses an encoding that this Java does not know. */
    public TextEncoding {
        if (!isKnown(word)) {
            throw new IllegalArgumentException("prepare-text.encoding = " + word
                    + " is not known: use auto, or a name as utf-8, utf-16, iso-8859-1, windows-1251 or shift_jis");
        }
    }

    /** Whether a word names an encoding, or says that files tell it. */
    public static boolean isKnown(String word) {
        try {
            return word.equals(AUTO) || Charset.isSupported(word);
        } catch (IllegalCharsetNameException noName) {
            return false;
        }
    }

    private static Map<String, Charset> marks() {
        Map<String, Charset> marks = new LinkedHashMap<>();
        marks.put("\u00ef\u00bb\u00bf", StandardCharsets.UTF_8);
        marks.put("\u00ff\u00fe\0\0", Charset.forName("UTF-32LE"));
        marks.put("\0\0\u00fe\u00ff", Charset.forName("UTF-32BE"));
        marks.put("\u00ff\u00fe", StandardCharsets.UTF_16LE);
        marks.put("\u00fe\u00ff", StandardCharsets.UTF_16BE);
        return marks;
    }

    /**
     * What decodes a file.
     *
     * @throws RejectedTextException when its encoding cannot be told
     */
    TextDecoder decoder(Beginning beginning) throws RejectedTextException {
        return word.equals(AUTO) ? new TextDecoder(detect(beginning)) : new TextDecoder(Charset.forName(word));
    }

    /** What a byte order mark says. */
    static Optional<Charset> marked(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, 4), StandardCharsets.ISO_8859_1);
        return MARKS.entrySet().stream()
                .filter(mark -> head.startsWith(mark.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Charset detect(Beginning beginning) throws RejectedTextException {
        byte[] bytes = beginning.bytes();
        Optional<Charset> marked = marked(bytes);
        if (marked.isPresent()) {
            return marked.get();
        }
        boolean utf8 = isUtf8(beginning);
        // Of what is UTF-8 as well, only the encodings of escape sequences are another's.
        if (utf8 && !contains(bytes, ESCAPE)) {
            return StandardCharsets.UTF_8;
        }
        for (CharsetMatch match : new CharsetDetector().setText(bytes).detectAll()) {
            if (isLikely(match, beginning) && (!utf8 || match.getName().startsWith("ISO-2022"))) {
                return Charset.forName(match.getName());
            }
        }
        if (utf8) {
            return StandardCharsets.UTF_8;
        }
        throw new RejectedTextException(
                Reason.UNKNOWN_ENCODING,
                "the encoding of the file cannot be told from its beginning: name it in prepare-text.encoding, and"
                        + " prepare it apart");
    }

    private static boolean isLikely(CharsetMatch match, Beginning beginning) {
        return match.getConfidence() >= MIN_CONFIDENCE
                && Charset.isSupported(match.getName())
                && decodes(Charset.forName(match.getName()), beginning);
    }

    private static boolean contains(byte[] bytes, int wanted) {
        for (byte value : bytes) {
            if (value == wanted) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUtf8(Beginning beginning) {
        return !contains(beginning.bytes(), 0) && decodes(StandardCharsets.UTF_8, beginning);
    }

    /** Whether all of it means something, up to a character that may be cut at its end. */
    private static boolean decodes(Charset charset, Beginning beginning) {
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(beginning.bytes());
        CharBuffer text = CharBuffer.allocate((int) (bytes.remaining() * decoder.maxCharsPerByte()) + 1);
        return !decoder.decode(bytes, text, beginning.complete()).isError();
    }
}
