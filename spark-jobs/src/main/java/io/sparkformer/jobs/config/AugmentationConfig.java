package io.sparkformer.jobs.config;

import java.util.List;

/** Random changes of the training images, each a pure function of seed, epoch and sample. */
public record AugmentationConfig(
        @Key(value = "Whether half of the images are mirrored from left to right.", role = Role.NUMERIC)
        boolean flip,

        @Key(
                value =
                        "Shifts: the image is padded by this many pixels on every side and cropped back at random; 0 for none.",
                role = Role.NUMERIC)
        int padCrop,

        @Key(value = "Random-resized-crop.", role = Role.SECTION)
        CropConfig crop,

        @Key(value = "RandAugment.", role = Role.SECTION) RandAugmentConfig randAugment,

        @Key(value = "Random changes of colours.", role = Role.SECTION)
        ColourJitterConfig colourJitter,

        @Key(value = "Random erasing.", role = Role.SECTION) ErasingConfig erasing,

        @Key(value = "Mixup and CutMix.", role = Role.SECTION)
        MixingConfig mixing) {
    /** Refuses values that cannot work. */
    public AugmentationConfig {
        new Requirements()
                .atLeast("pad-crop", padCrop, 0)
                .together(
                        padCrop <= 0 || !crop.enabled(),
                        List.of("pad-crop", "crop.enabled"),
                        padCrop,
                        "does not go together with crop.enabled = true",
                        "Set pad-crop = 0, or crop.enabled = false")
                .check();
    }
}
