package io.sparkformer.model.checkpoint;

import io.sparkformer.model.optimizer.FlatSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Hashes of parameters in layout order, as raw little-endian floats. Equal hashes mean equal bits.
 *
 * <p>The tree hash (Merkle 1987) has the SHA-256 of blocks of {@link #BLOCK} floats as leaves; a parent is the SHA-256 of
 * its two children, one after the other; a node without a sibling moves up as it is. So blocks may be hashed where they
 * lie, and only hashes travel.
 */
public final class ParameterHash {
    /** Floats of one leaf; only the last may have fewer. */
    public static final int BLOCK = 1 << 20;

    private ParameterHash() {}

    /** SHA-256 over all values, in hexadecimal: {@code parametersSha256}. */
    public static String sha256(float[] values) {
        return HexFormat.of().formatHex(leaf(values, 0, values.length));
    }

    /** As {@link #sha256(float[])}, of the first {@code length} elements of a vector that may lie elsewhere. */
    public static String sha256(FlatSource values, int length) {
        MessageDigest digest = sha256();
        FloatBytes.forEachChunk(values, 0, length, (bytes, count) -> digest.update(bytes, 0, count));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Root of the tree over all values, in hexadecimal. */
    public static String merkle(float[] values) {
        List<byte[]> leaves = new ArrayList<>();
        for (long from = 0; from < values.length; from += BLOCK) {
            leaves.add(leaf(values, (int) from, (int) Math.min(from + BLOCK, values.length)));
        }
        return root(leaves.isEmpty() ? List.of(leaf(values, 0, 0)) : leaves);
    }

    /** SHA-256 of the values from {@code from} up to {@code to}: a leaf, if they are one block of the whole. */
    public static byte[] leaf(float[] values, int from, int to) {
        MessageDigest digest = sha256();
        FloatBytes.forEachChunk(FlatSource.of(values), from, to, (bytes, length) -> digest.update(bytes, 0, length));
        return digest.digest();
    }

    /**
     * Root of the tree over these leaves, in hexadecimal.
     *
     * @param leaves in the order of their blocks, at least one
     */
    public static String root(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            throw new IllegalArgumentException("a tree needs at least one leaf");
        }
        List<byte[]> level = leaves;
        while (level.size() > 1) {
            level = parents(level);
        }
        return HexFormat.of().formatHex(level.get(0));
    }

    private static List<byte[]> parents(List<byte[]> children) {
        List<byte[]> parents = new ArrayList<>();
        MessageDigest digest = sha256();
        for (int i = 0; i + 1 < children.size(); i += 2) {
            digest.update(children.get(i));
            digest.update(children.get(i + 1));
            parents.add(digest.digest());
        }
        if (children.size() % 2 == 1) {
            parents.add(children.get(children.size() - 1));
        }
        return parents;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
