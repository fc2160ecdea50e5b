package io.sparkformer.data.cleaning;

import io.sparkformer.data.storage.Checksums;
import io.sparkformer.data.text.TextDocument;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The first 128 bits of the SHA-256 of a document's texts and label: documents with the same are duplicates. Nobody can
 * make two different ones that have the same.
 *
 * @param high the first 8 bytes
 * @param low the next 8 bytes
 */
public record Fingerprint(long high, long low) implements Serializable {
    /** Bytes that it takes. */
    public static final int BYTES = 2 * Long.BYTES;

    /** That of a document. */
    public static Fingerprint of(TextDocument document) {
        MessageDigest digest = Checksums.sha256();
        update(digest, document.text());
        String second = document.second();
        update(digest, second == null ? "" : second);
        update(digest, document.words().size());
        document.words().forEach(word -> update(digest, word));
        update(digest, document.label());
        return of(ByteBuffer.wrap(digest.digest()));
    }

    /** That at the place of a buffer. */
    public static Fingerprint of(ByteBuffer buffer) {
        return new Fingerprint(buffer.getLong(), buffer.getLong());
    }

    /** Writes it to the place of a buffer. */
    public void put(ByteBuffer buffer) {
        buffer.putLong(high).putLong(low);
    }

    /** With its length, so that where one text ends shows. */
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        update(digest, bytes.length);
        digest.update(bytes);
    }

    private static void update(MessageDigest digest, int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
    }

    private static void update(MessageDigest digest, TextDocument.Label label) {
        if (label instanceof TextDocument.Classes classes) {
            classes.names().stream().sorted().forEach(name -> update(digest, name));
        } else if (label instanceof TextDocument.Tags tags) {
            tags.names().forEach(name -> update(digest, name));
        } else if (label instanceof TextDocument.Value value) {
            update(digest, Float.toString(value.value()));
        } else if (label instanceof TextDocument.Answer answer) {
            update(digest, answer.start() + " " + answer.answer());
        }
    }
}
