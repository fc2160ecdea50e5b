package io.sparkformer.jobs.config;

import java.util.List;

/** Random-resized-crop (Szegedy et al., 2015, arXiv:1409.4842): a random part of the image, scaled to the model's size. */
public record CropConfig(
        @Key(value = "Whether images are cropped at random.", role = Role.NUMERIC)
        boolean enabled,

        @Key(value = "Smallest share of the image's area that is kept, in (0, 1].", role = Role.NUMERIC)
        double minScale,

        @Key(value = "Largest share of the image's area that is kept, in (0, 1].", role = Role.NUMERIC)
        double maxScale,

        @Key(value = "Smallest ratio of width to height of the part, above 0.", role = Role.NUMERIC)
        double minRatio,

        @Key(value = "Largest ratio of width to height of the part.", role = Role.NUMERIC)
        double maxRatio) {
    /** Refuses values that cannot work. */
    public CropConfig {
        new Requirements()
                .positive("min-scale", minScale)
                .between("max-scale", maxScale, 0, 1)
                .together(
                        minScale <= maxScale,
                        List.of("min-scale", "max-scale"),
                        minScale,
                        "is above max-scale = " + maxScale,
                        "Change one of them")
                .positive("min-ratio", minRatio)
                .positive("max-ratio", maxRatio)
                .together(
                        minRatio <= maxRatio,
                        List.of("min-ratio", "max-ratio"),
                        minRatio,
                        "is above max-ratio = " + maxRatio,
                        "Change one of them")
                .check();
    }
}
