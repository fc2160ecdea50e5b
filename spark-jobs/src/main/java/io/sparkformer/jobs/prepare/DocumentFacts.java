package io.sparkformer.jobs.prepare;

import io.sparkformer.data.cleaning.Fingerprint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What accounts keep of an input beside its sample.
 *
 * @param fileLength how many characters of the source id name the input file; 0 where files are not accounted for
 * @param characters of a text
 * @param tokens of a text, without special ones
 * @param language of a text; empty where it was not asked for
 * @param fingerprint of a text; null where duplicates stay
 */
record DocumentFacts(
        int fileLength,
        int characters,
        int tokens,
        String language,
        @Nullable Fingerprint fingerprint) {
    /** Nothing is known, as of images. */
    static final DocumentFacts NONE = ofFile(0);

    /** Nothing but the file. */
    static DocumentFacts ofFile(int fileLength) {
        return new DocumentFacts(fileLength, 0, 0, "", null);
    }

    /** The file that an id begins with. */
    String file(String source) {
        return source.substring(0, fileLength);
    }

    /** The form in which it travels. */
    byte[] toBytes() {
        byte[] name = language.getBytes(StandardCharsets.US_ASCII);
        int length = 3 * Integer.BYTES + 2 + name.length + (fingerprint == null ? 0 : Fingerprint.BYTES);
        ByteBuffer buffer = ByteBuffer.allocate(length)
                .putInt(fileLength)
                .putInt(characters)
                .putInt(tokens)
                .put((byte) name.length)
                .put(name)
                .put((byte) (fingerprint == null ? 0 : 1));
        if (fingerprint != null) {
            fingerprint.put(buffer);
        }
        return buffer.array();
    }

    /** Reads what {@link #toBytes} wrote. */
    static DocumentFacts of(ByteBuffer buffer) {
        int fileLength = buffer.getInt();
        int characters = buffer.getInt();
        int tokens = buffer.getInt();
        byte[] name = new byte[buffer.get()];
        buffer.get(name);
        return new DocumentFacts(
                fileLength,
                characters,
                tokens,
                new String(name, StandardCharsets.US_ASCII),
                buffer.get() == 0 ? null : Fingerprint.of(buffer));
    }
}
