package io.sparkformer.data.manifest;

import io.sparkformer.data.order.SampleSubset;
import io.sparkformer.data.shard.BlockCache;
import io.sparkformer.data.shard.PreparedRecord;
import io.sparkformer.data.shard.RecordSchema;
import io.sparkformer.data.shard.ShardReader;
import io.sparkformer.data.storage.DataFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * Reads any sample of a split, or of a subset of one, by its number, across its shards. The blocks and the open files it keeps are bounded.
 * Belongs to one thread.
 *
 * @param <R> what it reads
 */
public final class SplitReader<R extends PreparedRecord> implements Closeable {
    private static final int MAX_OPEN = 32;

    private final DirectoryLayout layout;
    private final RecordSchema schema;
    private final SplitManifest split;
    private final SampleSubset subset;
    private final BlockCache cache;
    private final Class<R> type;
    private final LinkedHashMap<Integer, ShardReader<R>> open = new LinkedHashMap<>(16, 0.75f, true);

    SplitReader(
            DirectoryLayout layout,
            RecordSchema schema,
            SplitManifest split,
            SampleSubset subset,
            int cachedBlocks,
            Class<R> type) {
        this.layout = layout;
        this.schema = schema;
        this.split = split;
        this.subset = subset;
        this.cache = new BlockCache(cachedBlocks);
        this.type = type;
    }

    /** How many samples there are to read: those of the split, or of the subset of it. */
    public long samples() {
        return subset.size();
    }

    /** What its records look like. */
    public RecordSchema schema() {
        return schema;
    }

    /** One sample; its arrays are the caller's. */
    public R read(long sample) throws IOException {
        long number = number(sample);
        int shard = shardIndex(number);
        return reader(shard).read(number - split.shards().get(shard).firstSample());
    }

    /** Where a sample came from. */
    public String source(long sample) throws IOException {
        long number = number(sample);
        int shard = shardIndex(number);
        return reader(shard).source(number - split.shards().get(shard).firstSample());
    }

    /** The file that holds a sample, for messages. */
    public String shardOf(long sample) {
        return split.shards().get(shardIndex(number(sample))).file();
    }

    /** A sample's number in the whole split. */
    private long number(long sample) {
        if (sample < 0 || sample >= subset.size()) {
            throw new IndexOutOfBoundsException(
                    "sample " + sample + " of split " + split.name() + ", which has " + subset.size());
        }
        return subset.sample(sample);
    }

    /** The last shard that begins at or before the sample. */
    private int shardIndex(long sample) {
        List<ShardEntry> shards = split.shards();
        int low = 0;
        int high = shards.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (shards.get(middle).firstSample() <= sample) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private ShardReader<R> reader(int shard) throws IOException {
        ShardReader<R> found = open.get(shard);
        if (found == null) {
            found = openChecked(split.shards().get(shard));
            open.put(shard, found);
            if (open.size() > MAX_OPEN) {
                Map.Entry<Integer, ShardReader<R>> eldest =
                        open.entrySet().iterator().next();
                open.remove(eldest.getKey());
                eldest.getValue().close();
            }
        }
        return found;
    }

    private ShardReader<R> openChecked(ShardEntry entry) throws IOException {
        Path path = layout.resolve(entry.file());
        ShardReader<R> reader = ShardReader.open(layout.fileSystem(), path, cache, type);
        if (!reader.schema().equals(schema) || reader.records() != entry.records()) {
            reader.close();
            throw new DataFormatException(path + " holds " + reader.records() + " records of " + reader.schema()
                    + ", the manifest says " + entry.records() + " of " + schema
                    + ": restore it from a copy, or delete it and prepare the data again");
        }
        return reader;
    }

    /** Closes every open shard. */
    @Override
    public void close() throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (ShardReader<R> reader : open.values()) {
            try {
                reader.close();
            } catch (IOException failure) {
                failures.add(failure);
            }
        }
        open.clear();
        if (!failures.isEmpty()) {
            IOException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }
}
