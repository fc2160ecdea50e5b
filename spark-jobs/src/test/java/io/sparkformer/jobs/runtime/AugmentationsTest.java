package io.sparkformer.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.augment.Augmentation;
import io.sparkformer.data.augment.Colour;
import io.sparkformer.data.augment.ColourJitter;
import io.sparkformer.data.augment.Mixing;
import io.sparkformer.data.augment.RandAugment;
import io.sparkformer.data.augment.RandomErasing;
import io.sparkformer.data.augment.RandomResizedCrop;
import io.sparkformer.data.manifest.ChannelStatistics;
import io.sparkformer.jobs.config.AugmentationConfig;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import java.util.List;
import org.junit.jupiter.api.Test;

class AugmentationsTest {
    private static final ChannelStatistics COLOURS =
            new ChannelStatistics(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
    private static final ChannelStatistics GREY = new ChannelStatistics(List.of(0.2), List.of(0.1));
    private static final Colour MEAN = new Colour(124, 116, 104);

    @Test
    void of_defaults_onlyFlips() {
        AugmentationConfig config = config();

        assertThat(Augmentations.of(config, COLOURS)).isEqualTo(new Augmentation(true, null, 0));
        assertThat(Augmentations.mixing(config.mixing()).isOn()).isFalse();
    }

    @Test
    void of_everythingOn_hasTheConfiguredStagesInOrder() {
        AugmentationConfig config = config(
                "augmentation.flip=false",
                "augmentation.crop.enabled=true",
                "augmentation.rand-augment={operations=2, magnitude=7, deviation=0.5, probability=0.25}",
                "augmentation.colour-jitter={brightness=0.1, contrast=0.2, saturation=0.3, hue=0.4}",
                "augmentation.erasing={probability=0.5, min-area=0.1, max-area=0.2, min-ratio=0.5, max-ratio=2}",
                "augmentation.mixing={probability=0.9, mixup-alpha=0.8, cutmix-alpha=1, cutmix-share=0.3}");

        assertThat(Augmentations.of(config, COLOURS))
                .isEqualTo(new Augmentation(
                        false,
                        new RandomResizedCrop(0.08, 1, 0.75, 4 / 3.0),
                        0,
                        List.of(
                                new RandAugment(2, 7, 0.5, 0.25, MEAN),
                                new ColourJitter(0.1, 0.2, 0.3, 0.4),
                                new RandomErasing(0.5, 0.1, 0.2, 0.5, 2, null))));
        assertThat(Augmentations.mixing(config.mixing())).isEqualTo(new Mixing(0.9, 0.8, 1, 0.3));
    }

    @Test
    void of_oneStrengthAlone_isAStage() {
        for (String strength : List.of("brightness", "contrast", "saturation", "hue")) {
            assertThat(Augmentations.of(config("augmentation.colour-jitter." + strength + "=0.1"), COLOURS)
                            .changes())
                    .as(strength)
                    .hasSize(1);
        }
    }

    @Test
    void of_meanFill_isTheImagesMeanColour() {
        AugmentationConfig config = config("augmentation.erasing={probability=1, fill=mean}");

        assertThat(Augmentations.of(config, COLOURS).changes())
                .containsExactly(new RandomErasing(1, 0.02, 1 / 3.0, 0.3, 10 / 3.0, MEAN));
        assertThat(Augmentations.of(config, GREY).changes())
                .containsExactly(new RandomErasing(1, 0.02, 1 / 3.0, 0.3, 10 / 3.0, new Colour(51, 51, 51)));
    }

    private static AugmentationConfig config(String... pairs) {
        return ConfigLoader.load(null, List.of(pairs), JobName.INSPECT)
                .experiment()
                .augmentation();
    }
}
