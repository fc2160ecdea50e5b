package io.sparkformer.model.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Hashes of parameters, by which runs are compared.
 *
 * <p>What is hashed are the raw little-endian floats in layout order: the order of checkpoint keys in UTF-8 bytes, each
 * tensor once.
 */
public final class ParameterHash {
    /** Floats per leaf of the Merkle tree. */
    public static final int BLOCK = 1 << 20;

    private static final int CHUNK = 1 << 14;

    private ParameterHash() {}

    /** SHA-256 of all values. */
    public static String sha256(float[] values) {
        return HexFormat.of().formatHex(leaf(values, 0, values.length));
    }

    /** Root of the Merkle tree over blocks of {@link #BLOCK} values; blocks can be hashed where they lie. */
    public static String merkle(float[] values) {
        List<byte[]> leaves = new ArrayList<>();
        for (int from = 0; from < values.length; from += BLOCK) {
            leaves.add(leaf(values, from, Math.min(values.length, from + BLOCK)));
        }
        return root(leaves);
    }

    /** SHA-256 of the values from {@code from} to before {@code to}. */
    public static byte[] leaf(float[] values, int from, int to) {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = from; done < to; done += CHUNK) {
            int count = Math.min(CHUNK, to - done);
            buffer.asFloatBuffer().put(values, done, count);
            digest.update(buffer.array(), 0, count * Float.BYTES);
        }
        return digest.digest();
    }

    /** Combines leaves in order: a parent is SHA-256(left || right); a node without a partner moves up as it is. */
    public static String root(List<byte[]> leaves) {
        List<byte[]> level = leaves.isEmpty() ? List.of(sha256().digest()) : leaves;
        while (level.size() > 1) {
            List<byte[]> parents = new ArrayList<>();
            for (int i = 0; i + 1 < level.size(); i += 2) {
                MessageDigest digest = sha256();
                digest.update(level.get(i));
                parents.add(digest.digest(level.get(i + 1)));
            }
            if (level.size() % 2 == 1) {
                parents.add(level.get(level.size() - 1));
            }
            level = parents;
        }
        return HexFormat.of().formatHex(level.get(0));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
