package io.sparkformer.jobs.prepare;

import io.sparkformer.data.source.SourceKeys;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * What samples are sorted by: split, a keyed hash of the source id, the id. The hash makes the order random for training
 * and yet a property of the sample alone, so that no listing order and no partitioning shows in it.
 *
 * <p>As bytes it is the split, a zero byte, the hash, and the id; compared as unsigned bytes they sort like the key.
 *
 * @param split empty where unknown
 * @param hash see {@link #hashOf}
 * @param source the id
 */
record SampleKey(String split, long hash, String source) {
    /** Sorts the keys' bytes. */
    static final Comparator<byte[]> BYTE_ORDER = new ByteOrder();

    private static final String SALT = "order";

    static SampleKey of(String split, String source) {
        return new SampleKey(split, hashOf(source), source);
    }

    /** The hash of an id, shifted so that the order of signed numbers is that of the hash's unsigned bytes. */
    static long hashOf(String source) {
        return SourceKeys.hash(SALT, source) ^ Long.MIN_VALUE;
    }

    byte[] toBytes() {
        byte[] splitBytes = split.getBytes(StandardCharsets.UTF_8);
        byte[] sourceBytes = source.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(splitBytes.length + 1 + Long.BYTES + sourceBytes.length)
                .put(splitBytes)
                .put((byte) 0)
                .putLong(hash ^ Long.MIN_VALUE)
                .put(sourceBytes)
                .array();
    }

    /** Where the split ends in the bytes of a key: hash and id follow. */
    static int endOfSplit(byte[] bytes) {
        int end = 0;
        while (bytes[end] != 0) {
            end++;
        }
        return end;
    }

    static SampleKey ofBytes(byte[] bytes) {
        int end = endOfSplit(bytes);
        int sourceAt = end + 1 + Long.BYTES;
        return new SampleKey(
                new String(bytes, 0, end, StandardCharsets.UTF_8),
                ByteBuffer.wrap(bytes).getLong(end + 1) ^ Long.MIN_VALUE,
                new String(bytes, sourceAt, bytes.length - sourceAt, StandardCharsets.UTF_8));
    }

    private static final class ByteOrder implements Comparator<byte[]>, Serializable {
        private static final long serialVersionUID = 1L;

        private static final VarHandle LONGS =
                MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.BIG_ENDIAN);

        /** Nearly always the hash tells, which lies within the first bytes: sorting is a fifth of a preparation of short texts. */
        @Override
        public int compare(byte[] left, byte[] right) {
            int words = Math.min(2, Math.min(left.length, right.length) / Long.BYTES);
            for (int i = 0; i < words; i++) {
                long a = (long) LONGS.get(left, i * Long.BYTES);
                long b = (long) LONGS.get(right, i * Long.BYTES);
                if (a != b) {
                    return Long.compareUnsigned(a, b);
                }
            }
            return Arrays.compareUnsigned(left, right);
        }
    }
}
