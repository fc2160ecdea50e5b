package io.sparkformer.data.storage;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** SHA-256 in lower-case hexadecimal. */
public final class Checksums {
    private static final int BUFFER_BYTES = 1 << 16;

    private Checksums() {}

    /** Of the given pieces, one after another. */
    public static String sha256Hex(byte[]... pieces) {
        MessageDigest digest = sha256();
        for (byte[] piece : pieces) {
            digest.update(piece);
        }
        return hex(digest);
    }

    /** Of a whole file. */
    public static String sha256Hex(FileSystem fileSystem, Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = DiskErrors.guard(fileSystem.open(file))) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return hex(digest);
    }

    /** A new SHA-256 digest. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** Ends a digest. */
    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
