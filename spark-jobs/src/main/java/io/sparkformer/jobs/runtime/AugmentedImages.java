package io.sparkformer.jobs.runtime;

import io.sparkformer.data.augment.Augmentation;
import io.sparkformer.data.augment.Canvas;
import io.sparkformer.data.image.PatchOrder;
import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.shard.ImageRecord;
import io.sparkformer.data.shard.ImageSchema;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Augmented images of a split. The last two remain: of two samples that are each other's partners each is augmented once.
 * Belongs to one thread at a time.
 */
final class AugmentedImages {
    private static final int KEPT = 2;

    private final SplitReader<ImageRecord> split;
    private final PatchOrder stored;
    private final Augmentation augmentation;
    private final int size;
    private final Canvas canvas = new Canvas();
    private final Map<Key, Augmented> kept = new LinkedHashMap<>();

    /**
     * Prepares.
     *
     * @param schema of the images
     * @param size pixels a side of the results
     */
    AugmentedImages(SplitReader<ImageRecord> split, ImageSchema schema, Augmentation augmentation, int size) {
        this.split = split;
        this.stored = new PatchOrder(schema.size(), schema.channels(), schema.patch());
        this.augmentation = augmentation;
        this.size = size;
    }

    /**
     * One image with what it shows.
     *
     * @param image not to be changed
     * @param labels its classes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Augmented(PixelImage image, int[] labels) {}

    private record Key(long sample, long key) {}

    /** A sample as its key says. */
    Augmented read(long sample, long key) throws IOException {
        Key wanted = new Key(sample, key);
        Augmented found = kept.get(wanted);
        if (found == null) {
            ImageRecord record = split.read(sample);
            PixelImage image = augmentation.apply(stored.toImage(record.patches()), key, size, canvas);
            found = new Augmented(image, record.labels());
            kept.put(wanted, found);
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return found;
    }
}
