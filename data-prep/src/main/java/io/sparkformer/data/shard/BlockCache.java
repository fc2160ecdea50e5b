package io.sparkformer.data.shard;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The most recently used blocks of any number of shards; each is about a megabyte. Readers that share a cache share its
 * thread.
 */
public final class BlockCache {
    private final LinkedHashMap<Key, byte[]> blocks = new LinkedHashMap<>(16, 0.75f, true);
    private final int capacity;

    /** A cache for so many blocks, at least one. */
    public BlockCache(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a cache of " + capacity + " blocks: keep at least one");
        }
        this.capacity = capacity;
    }

    byte[] get(String file, long block, Loader loader) throws IOException {
        Key key = new Key(file, block);
        byte[] found = blocks.get(key);
        if (found == null) {
            found = loader.load(block);
            blocks.put(key, found);
            if (blocks.size() > capacity) {
                Map.Entry<Key, byte[]> eldest = blocks.entrySet().iterator().next();
                blocks.remove(eldest.getKey());
            }
        }
        return found;
    }

    /** Reads and checks a block. */
    @FunctionalInterface
    interface Loader {
        byte[] load(long block) throws IOException;
    }

    private record Key(String file, long block) {}
}
