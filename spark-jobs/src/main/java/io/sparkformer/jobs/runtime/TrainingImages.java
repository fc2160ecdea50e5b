package io.sparkformer.jobs.runtime;

import io.sparkformer.data.augment.Augmentation;
import io.sparkformer.data.augment.RandomResizedCrop;
import io.sparkformer.data.image.PatchOrder;
import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.shard.ImageRecord;
import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.jobs.config.AugmentationConfig;
import io.sparkformer.jobs.config.CropConfig;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.model.plan.InputValues;
import io.sparkformer.model.train.Batch;
import io.sparkformer.model.vit.VitConfig;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** Reads, augments and normalises training samples. Used by one task at a time. */
public final class TrainingImages implements AutoCloseable {
    private final SplitReader split;
    private final PatchOrder stored;
    private final Augmentation augmentation;
    private final ImageInputs images;
    private final VitConfig model;
    private final int batchSize;
    private final double labelSmoothing;

    /** Opens the training split of {@code data}. */
    public TrainingImages(PreparedData data, ExperimentConfig experiment, VitConfig model) throws IOException {
        ImageSchema schema = data.manifest().schema();
        // A window's samples are read in random order: with all of its blocks at hand each is read once.
        this.split = data.split(experiment.data().train(), experiment.data().windowBlocks() + 1);
        this.stored = new PatchOrder(schema.size(), schema.channels(), schema.patch());
        this.augmentation = augmentation(experiment.augmentation());
        this.images = new ImageInputs(
                model.imageSize(),
                model.channels(),
                model.patchSize(),
                data.manifest().statistics());
        this.model = model;
        this.batchSize = experiment.training().batchSize();
        this.labelSmoothing = experiment.training().labelSmoothing();
    }

    /** A micro-batch of these samples, padded with samples of weight 0. */
    public Batch batch(long[] samples, long[] keys) throws IOException {
        float[] patches = new float[batchSize * images.length()];
        float[] targets = new float[batchSize * model.classes()];
        float[] weights = new float[batchSize];
        for (int i = 0; i < samples.length; i++) {
            ImageRecord record = split.read(samples[i]);
            PixelImage image = augmentation.apply(stored.toImage(record.patches()), keys[i], model.imageSize());
            images.write(image, patches, i * images.length());
            smooth(targets, i * model.classes(), record.label());
            weights[i] = 1;
        }
        Map<String, InputValues> inputs = Map.of(
                "patches", new InputValues.Reals(patches),
                "targets", new InputValues.Reals(targets),
                "weights", new InputValues.Reals(weights));
        return new Batch(inputs, Arrays.copyOf(keys, batchSize), samples.length, samples.length);
    }

    /** The shard that a sample lies in, for messages. */
    public String shardOf(long sample) throws IOException {
        return split.shardOf(sample);
    }

    /** (1 - e) on the label plus e spread over all classes (Szegedy et al. 2016, section 7). */
    private void smooth(float[] targets, int from, int label) {
        Arrays.fill(targets, from, from + model.classes(), (float) (labelSmoothing / model.classes()));
        targets[from + label] = (float) (1 - labelSmoothing + labelSmoothing / model.classes());
    }

    private static Augmentation augmentation(AugmentationConfig config) {
        CropConfig crop = config.crop();
        RandomResizedCrop random = crop.enabled()
                ? new RandomResizedCrop(crop.minScale(), crop.maxScale(), crop.minRatio(), crop.maxRatio())
                : null;
        return new Augmentation(config.flip(), random, config.padCrop());
    }

    @Override
    public void close() throws IOException {
        split.close();
    }
}
