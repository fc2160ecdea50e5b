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
import org.jspecify.annotations.Nullable;

/** From the configured augmentation to what is done to images. */
final class Augmentations {
    private Augmentations() {}

    /**
     * The stages of one image, in the order of timm: crop or shift, flip, RandAugment, colours, erasing.
     *
     * @param statistics of the prepared images; their mean colour fills what a rotation leaves empty
     */
    static Augmentation of(AugmentationConfig config, ChannelStatistics statistics) {
        Colour mean = mean(statistics);
        List<RandomChange> changes = new ArrayList<>();
        if (config.randAugment().operations() > 0) {
            changes.add(randAugment(config.randAugment(), mean));
        }
        ColourJitter jitter = jitter(config.colourJitter());
        if (jitter.isOn()) {
            changes.add(jitter);
        }
        if (config.erasing().probability() > 0) {
            changes.add(erasing(config.erasing(), mean));
        }
        return new Augmentation(config.flip(), crop(config.crop()), config.padCrop(), changes);
    }

    /** How samples are mixed. */
    static Mixing mixing(MixingConfig config) {
        return new Mixing(config.probability(), config.mixupAlpha(), config.cutmixAlpha(), config.cutmixShare());
    }

    private static @Nullable RandomResizedCrop crop(CropConfig config) {
        return config.enabled()
                ? new RandomResizedCrop(config.minScale(), config.maxScale(), config.minRatio(), config.maxRatio())
                : null;
    }

    private static RandAugment randAugment(RandAugmentConfig config, Colour fill) {
        return new RandAugment(config.operations(), config.magnitude(), config.deviation(), config.probability(), fill);
    }

    private static ColourJitter jitter(ColourJitterConfig config) {
        return new ColourJitter(config.brightness(), config.contrast(), config.saturation(), config.hue());
    }

    private static RandomErasing erasing(ErasingConfig config, Colour mean) {
        return new RandomErasing(
                config.probability(),
                config.minArea(),
                config.maxArea(),
                config.minRatio(),
                config.maxRatio(),
                config.fill() == ErasingFill.MEAN ? mean : null);
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
