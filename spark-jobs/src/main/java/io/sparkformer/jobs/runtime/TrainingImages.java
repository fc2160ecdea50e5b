package io.sparkformer.jobs.runtime;

import io.sparkformer.data.augment.Mixing;
import io.sparkformer.data.augment.Mixture;
import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.manifest.ChannelStatistics;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.shard.ImageRecord;
import io.sparkformer.data.storage.DataFormatException;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.runtime.AugmentedImages.Augmented;
import io.sparkformer.model.classifier.ImageClassifier;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.train.Batch;
import java.io.IOException;
import java.util.List;

/** Reads, augments, mixes and normalises training samples. Used by one thread at a time. */
public final class TrainingImages implements TrainingSource {
    private static final String PATCHES = "patches";
    private static final String TARGETS = "targets";
    private static final int[] NO_LABELS = {};

    private final SplitReader<ImageRecord> split;
    private final AugmentedImages augmented;
    private final Mixing mixing;
    private final ImageInputs images;
    private final Targets targets;
    private final ImageClassifier model;
    private final int batchSize;
    private final Objective objective;

    /** Opens the samples of {@code data} that are trained. */
    public TrainingImages(PreparedData data, ExperimentConfig experiment, ImageClassifier model) throws IOException {
        ChannelStatistics statistics = data.manifest().statistics();
        // A window's samples are read in random order: with all of its blocks at hand each is read once.
        this.split = data.split(
                experiment.data().train(), experiment.data().windowBlocks() + 1, TrainingSamples.of(data, experiment));
        this.augmented = new AugmentedImages(
                split,
                data.manifest().images().schema(),
                Augmentations.of(experiment.augmentation(), statistics),
                model.imageSize());
        this.mixing = Augmentations.mixing(experiment.augmentation().mixing());
        this.images = new ImageInputs(model.imageSize(), model.channels(), model.patchSize(), statistics);
        this.objective = experiment.training().loss();
        this.targets =
                new Targets(model.classes(), objective, experiment.training().labelSmoothing());
        this.model = model;
        this.batchSize = experiment.training().batchSize();
    }

    @Override
    public BatchBuffers newBuffers() {
        BatchBuffers buffers = new BatchBuffers(batchSize);
        buffers.reals(PATCHES, images.length());
        buffers.reals(TARGETS, model.classes());
        return buffers;
    }

    @Override
    public Batch batch(List<DrawnSample> samples, BatchBuffers buffers) throws IOException {
        for (int place = 0; place < samples.size(); place++) {
            fill(samples.get(place), buffers, place);
        }
        return buffers.toBatch(samples.size());
    }

    private void fill(DrawnSample sample, BatchBuffers buffers, int place) throws IOException {
        Augmented own = augmented.read(sample.number(), sample.key());
        requireLabel(sample.number(), own.labels());
        PixelImage image = own.image();
        double share = 1;
        int[] partnerLabels = NO_LABELS;
        Mixture mixture = mixing.draw(sample.key(), model.imageSize());
        if (!(mixture instanceof Mixture.Alone) && sample.partner() != sample.number()) {
            Augmented partner = augmented.read(sample.partner(), sample.partnerKey());
            image = mixture.of(own.image(), partner.image());
            share = mixture.share();
            partnerLabels = partner.labels();
        }
        images.write(image, buffers.reals(PATCHES), place * images.length());
        targets.write(buffers.reals(TARGETS), place * model.classes(), own.labels(), share, partnerLabels);
        buffers.setKey(place, sample.key());
    }

    private void requireLabel(long sample, int[] labels) throws IOException {
        if (objective == Objective.SOFTMAX && labels.length == 0) {
            throw new DataFormatException("Sample " + sample + " in " + shardOf(sample)
                    + " has no label, and training.loss = softmax needs one: train with training.loss = sigmoid, or"
                    + " prepare the images without it");
        }
    }

    @Override
    public String shardOf(long sample) throws IOException {
        return split.shardOf(sample);
    }

    @Override
    public void close() throws IOException {
        split.close();
    }
}
