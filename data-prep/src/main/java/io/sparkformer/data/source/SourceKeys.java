package io.sparkformer.data.source;

import io.sparkformer.data.storage.Checksums;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;

/** Orders and hashes of source ids that depend on nothing but the id. */
public final class SourceKeys {
    /** By the bytes of UTF-8; differs from the order of Java strings beyond the basic plane. */
    public static final Comparator<String> UTF8_ORDER = new Utf8Order();

    private SourceKeys() {}

    /**
     * The first 8 bytes of the SHA-256 of salt, a zero byte, and id.
     *
     * @param salt what the hash is for: other salts give unrelated hashes
     */
    public static long hash(String salt, String source) {
        MessageDigest digest = Checksums.sha256();
        digest.update(salt.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(source.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    private static final class Utf8Order implements Comparator<String>, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public int compare(String left, String right) {
            return Arrays.compareUnsigned(
                    left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
        }
    }
}
