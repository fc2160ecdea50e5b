package io.sparkformer.jobs.runtime;

import io.sparkformer.data.augment.Augmentation;
import io.sparkformer.data.augment.Colour;
import io.sparkformer.data.augment.ColourJitter;
import io.sparkformer.data.augment.Mixing;
import io.sparkformer.data.augment.RandAugment;
import io.sparkformer.data.augment.RandomChange;
import io.sparkformer.data.augment.RandomErasing;
import io.sparkformer.data.augment.RandomResizedCrop;
import io.sparkformer.data.manifest.ChannelStatistics;
import io.sparkformer.jobs.config.AugmentationConfig;
import io.sparkformer.jobs.config.ColourJitterConfig;
import io.sparkformer.jobs.config.CropConfig;
import io.sparkformer.jobs.config.ErasingConfig;
import io.sparkformer.jobs.config.ErasingFill;
import io.sparkformer.jobs.config.MixingConfig;
import io.sparkformer.jobs.config.RandAugmentConfig;
import java.util.ArrayList;
import java.util.List;

/** From the configured augmentation to what is done to images. */
final class Augmentations {
    private Augmentations() {}

    /**
     * The stages of one image, in the order of timm: crop or shift, flip, RandAugment, colours, erasing.
     *
     * @param statistics of the prepared images; their mean colour fills what a rotation leaves empty
     */
    static Augmentation of(AugmentationConfig config, ChannelStatistics statistics) {
        CropConfig crop = config.crop();
        RandomResizedCrop random = crop.enabled()
                ? new RandomResizedCrop(crop.minScale(), crop.maxScale(), crop.minRatio(), crop.maxRatio())
                : null;
        Colour mean = mean(statistics);
        List<RandomChange> changes = new ArrayList<>();
        RandAugmentConfig rand = config.randAugment();
        if (rand.operations() > 0) {
            changes.add(
                    new RandAugment(rand.operations(), rand.magnitude(), rand.deviation(), rand.probability(), mean));
        }
        ColourJitterConfig jitter = config.colourJitter();
        if (Math.max(Math.max(jitter.brightness(), jitter.contrast()), Math.max(jitter.saturation(), jitter.hue()))
                > 0) {
            changes.add(new ColourJitter(jitter.brightness(), jitter.contrast(), jitter.saturation(), jitter.hue()));
        }
        ErasingConfig erasing = config.erasing();
        if (erasing.probability() > 0) {
            changes.add(new RandomErasing(
                    erasing.probability(),
                    erasing.minArea(),
                    erasing.maxArea(),
                    erasing.minRatio(),
                    erasing.maxRatio(),
                    erasing.fill() == ErasingFill.MEAN ? mean : null));
        }
        return new Augmentation(config.flip(), random, config.padCrop(), changes);
    }

    /** How samples are mixed. */
    static Mixing mixing(MixingConfig config) {
        return new Mixing(config.probability(), config.mixupAlpha(), config.cutmixAlpha(), config.cutmixShare());
    }

    private static Colour mean(ChannelStatistics statistics) {
        int[] levels = statistics.mean().stream()
                .mapToInt(mean -> (int) Math.max(0, Math.min(255, Math.rint(255 * mean))))
                .toArray();
        return levels.length == 1
                ? new Colour(levels[0], levels[0], levels[0])
                : new Colour(levels[0], levels[1], levels[2]);
    }
}
