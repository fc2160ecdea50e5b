package io.sparkformer.data.manifest;

import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.data.shard.ShardFiles;
import io.sparkformer.data.shard.ShardSummary;
import io.sparkformer.data.source.InputFile;
import io.sparkformer.data.storage.PublicationListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Prepared directories whose samples follow from their number. */
final class PreparedFiles {
    static final ImageSchema SCHEMA = new ImageSchema(28, 1, 7);
    static final List<String> CLASSES =
            List.of("class-0", "class-1", "class-2", "class-3", "class-4", "class-5", "class-6");

    private PreparedFiles() {}

    /** Stages and publishes shards of so many records, as a job would. */
    static Manifest shards(String directory, String split, long... recordsOfShards) throws IOException {
        ShardStore store = new ShardStore(new Configuration(false), directory, PublicationListener.NONE);
        List<ShardEntry> entries = new ArrayList<>();
        long first = 0;
        for (long records : recordsOfShards) {
            Path staged = new Path(store.staging("run-1"), split + "-" + entries.size());
            ShardSummary summary =
                    ShardFiles.write(store.fileSystem().create(staged, true), SCHEMA, first, first + records);
            entries.add(store.publish(staged, split, first, summary));
            first += records;
        }
        store.removeStaging("run-1");
        return manifest(new SplitManifest(split, first, entries, perClass(first)));
    }

    static Manifest manifest(SplitManifest split) {
        return new Manifest(
                Manifest.FORMAT_VERSION,
                "0.1.0",
                SCHEMA,
                CLASSES,
                new ChannelStatistics(List.of(0.25), List.of(0.5)),
                Map.of("seed", "1", "prepare.image-size", "28"),
                List.of(new InputFile("set/class-0/0.png", 100, 1)),
                List.of(split),
                new Counts(split.samples() + 1, split.samples(), 1, 0));
    }

    private static List<Long> perClass(long samples) {
        List<Long> counts = new ArrayList<>();
        for (int label = 0; label < 7; label++) {
            counts.add((samples + 6 - label) / 7);
        }
        return counts;
    }
}
