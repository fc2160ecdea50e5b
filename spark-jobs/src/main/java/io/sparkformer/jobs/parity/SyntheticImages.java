package io.sparkformer.jobs.parity;

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
import io.sparkformer.jobs.cli.CodeVersion;
import io.sparkformer.model.random.CounterRandom;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A small task that needs no data of the user's: grey squares with noise, whose brightness is their class. The steps of an
 * epoch do not divide their number, so that the last step is short and leaves two of four workers without a sample.
 */
final class SyntheticImages {
    /** Number of samples: three steps of 16 and one of 5. */
    static final int SAMPLES = 53;

    private static final ImageSchema SCHEMA = new ImageSchema(8, 1, 4);
    private static final List<String> CLASSES = List.of("dark", "grey", "light");
    private static final String SPLIT = "train";
    private static final int BRIGHTNESS_STEP = 70;
    private static final int NOISE = 56;

    private SyntheticImages() {}

    /** Writes them to a directory that has none yet, or opens those that are there. */
    static PreparedData in(Configuration hadoop, String directory) throws IOException {
        Path manifest = new Path(directory, "manifest-00000001.json");
        if (!manifest.getFileSystem(hadoop).exists(manifest)) {
            PreparedData.publish(hadoop, directory, 1, write(hadoop, directory), PublicationListener.NONE);
        }
        return PreparedData.open(hadoop, directory);
    }

    private static Manifest write(Configuration hadoop, String directory) throws IOException {
        ShardStore store = new ShardStore(hadoop, directory, PublicationListener.NONE);
        String run = "parity";
        Path staged = new Path(store.staging(run), SPLIT + ".shard");
        Long[] perClass = new Long[CLASSES.size()];
        Arrays.fill(perClass, 0L);
        ShardSummary summary;
        try (ShardWriter writer = new ShardWriter(store.fileSystem().create(staged), SCHEMA)) {
            PatchOrder order = new PatchOrder(SCHEMA.size(), SCHEMA.channels(), SCHEMA.patch());
            for (int sample = 0; sample < SAMPLES; sample++) {
                int label = sample % CLASSES.size();
                perClass[label]++;
                writer.write(label, order.toPatches(image(sample, label)), "synthetic/" + sample);
            }
            summary = writer.finish();
        }
        ShardEntry shard = store.publish(staged, SPLIT, 0, summary);
        store.removeStaging(run);
        return new Manifest(
                Manifest.FORMAT_VERSION,
                CodeVersion.current(),
                SCHEMA,
                CLASSES,
                new ChannelStatistics(List.of(0.5), List.of(0.25)),
                Map.of(),
                List.of(),
                List.of(new SplitManifest(SPLIT, SAMPLES, List.of(shard), List.of(perClass))),
                new Counts(SAMPLES, SAMPLES, 0, 0));
    }

    private static PixelImage image(int sample, int label) {
        byte[] pixels = new byte[SCHEMA.imageBytes()];
        long key = CounterRandom.key(1, 0, sample);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (BRIGHTNESS_STEP * label + (int) (NOISE * CounterRandom.uniform(key, i)));
        }
        return new PixelImage(SCHEMA.size(), SCHEMA.size(), SCHEMA.channels(), pixels);
    }
}
