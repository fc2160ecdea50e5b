package io.sparkformer.jobs.runtime;

import io.sparkformer.data.image.PatchOrder;
import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.manifest.ChannelStatistics;
import io.sparkformer.data.manifest.Counts;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.ShardEntry;
import io.sparkformer.data.manifest.ShardStore;
import io.sparkformer.data.manifest.SplitManifest;
import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.data.shard.ShardSummary;
import io.sparkformer.data.shard.ShardWriter;
import io.sparkformer.data.storage.PublicationListener;
import io.sparkformer.model.random.CounterRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * Small prepared data that a test writes by itself, without images and without Spark: grey squares whose class shows in
 * their brightness, cut into many shards.
 *
 * @param seed of the pixels: other seeds are other data
 * @param classes number of classes
 */
public record TinyData(long seed, int classes) {
    /** Of the images: 8 x 8 grey pixels in patches of 4 x 4. */
    public static final ImageSchema SCHEMA = new ImageSchema(8, 1, 4);

    private static final int SHARD_RECORDS = 10;
    private static final String RUN = "test";

    /** Writes the splits, so many samples each, and publishes them as the first version. */
    public PreparedData write(Path directory, Map<String, Integer> samples) throws IOException {
        Configuration hadoop = new Configuration();
        ShardStore store = new ShardStore(hadoop, directory.toString(), PublicationListener.NONE);
        List<SplitManifest> splits = new ArrayList<>();
        for (Map.Entry<String, Integer> split : new TreeMap<>(samples).entrySet()) {
            splits.add(split(store, split.getKey(), split.getValue()));
        }
        store.removeStaging(RUN);
        long written = samples.values().stream().mapToLong(Integer::longValue).sum();
        Manifest manifest = new Manifest(
                Manifest.FORMAT_VERSION,
                "test",
                SCHEMA,
                classNames(),
                new ChannelStatistics(List.of(0.5), List.of(0.25)),
                Map.of(),
                List.of(),
                splits,
                new Counts(written, written, 0, 0));
        PreparedData.publish(hadoop, directory.toString(), 1, manifest, PublicationListener.NONE);
        return PreparedData.open(hadoop, directory.toString());
    }

    /** {@code class-0}, {@code class-1}, ... */
    public List<String> classNames() {
        return IntStream.range(0, classes).mapToObj(label -> "class-" + label).toList();
    }

    private SplitManifest split(ShardStore store, String name, int samples) throws IOException {
        List<ShardEntry> shards = new ArrayList<>();
        Long[] perClass = IntStream.range(0, classes).mapToObj(label -> 0L).toArray(Long[]::new);
        for (int first = 0; first < samples; first += SHARD_RECORDS) {
            int end = Math.min(samples, first + SHARD_RECORDS);
            shards.add(shard(store, name, first, end));
            for (int sample = first; sample < end; sample++) {
                perClass[label(sample)]++;
            }
        }
        return new SplitManifest(name, samples, shards, List.of(perClass));
    }

    private ShardEntry shard(ShardStore store, String split, int first, int end) throws IOException {
        org.apache.hadoop.fs.Path staged =
                new org.apache.hadoop.fs.Path(store.staging(RUN), split + "-" + first + ".shard");
        ShardSummary summary;
        try (ShardWriter writer = new ShardWriter(store.fileSystem().create(staged), SCHEMA)) {
            PatchOrder order = new PatchOrder(SCHEMA.size(), SCHEMA.channels(), SCHEMA.patch());
            for (int sample = first; sample < end; sample++) {
                writer.write(label(sample), order.toPatches(image(split, sample)), split + "/" + sample + ".png");
            }
            summary = writer.finish();
        }
        return store.publish(staged, split, first, summary);
    }

    private int label(int sample) {
        return sample % classes;
    }

    private PixelImage image(String split, int sample) {
        long key = CounterRandom.key(seed, split.hashCode(), sample);
        byte[] pixels = new byte[SCHEMA.imageBytes()];
        int brightness = 200 * label(sample) / classes;
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (brightness + (int) (56 * CounterRandom.uniform(key, i)));
        }
        return new PixelImage(SCHEMA.size(), SCHEMA.size(), SCHEMA.channels(), pixels);
    }
}
