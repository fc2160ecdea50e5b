package io.sparkformer.data.source;

import java.util.Collection;

/**
 * A set of names that keeps 64 bits of the SHA-256 of each, for archives of millions of members: at most 24 bytes a name, and 36 while it grows. That
 * two of a million different names count as one happens to one archive of thirty million.
 */
final class NameHashes {
    private static final int FIRST_SLOTS = 1 << 10;
    private static final String SALT = "name";
    /** Free slots hold it, and a hash that is the same counts as the next. */
    private static final long FREE = 0;

    private long[] hashes = new long[FIRST_SLOTS];
    private int size;

    NameHashes(Collection<String> names) {
        names.forEach(this::add);
    }

    /** Adds a name; whether it was new. */
    boolean add(String name) {
        if (3 * size > 2 * hashes.length) {
            grow();
        }
        long hash = SourceKeys.hash(SALT, name);
        boolean added = put(hash == FREE ? FREE + 1 : hash);
        size += added ? 1 : 0;
        return added;
    }

    private boolean put(long hash) {
        int slot = (int) hash & (hashes.length - 1);
        while (hashes[slot] != FREE) {
            if (hashes[slot] == hash) {
                return false;
            }
            slot = (slot + 1) & (hashes.length - 1);
        }
        hashes[slot] = hash;
        return true;
    }

    private void grow() {
        long[] old = hashes;
        hashes = new long[2 * old.length];
        for (long hash : old) {
            if (hash != FREE) {
                put(hash);
            }
        }
    }
}
