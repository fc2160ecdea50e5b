package io.sparkformer.jobs.config;

import java.util.List;

/** Random erasing (Zhong et al., 2020, arXiv:1708.04896): a random box of the image is overwritten. */
public record ErasingConfig(
        @Key(value = "Probability that an image loses a box; 0 for none.", role = Role.NUMERIC)
        double probability,

        @Key(value = "Smallest share of the image's area, in (0, 1].", role = Role.NUMERIC)
        double minArea,

        @Key(value = "Largest share of the image's area, in (0, 1].", role = Role.NUMERIC)
        double maxArea,

        @Key(value = "Smallest ratio of width to height of the box, above 0.", role = Role.NUMERIC)
        double minRatio,

        @Key(value = "Largest ratio of width to height of the box.", role = Role.NUMERIC)
        double maxRatio,

        @Key(value = "What the box is filled with: noise, or mean (the images' mean colour).", role = Role.NUMERIC)
        ErasingFill fill) {
    /** Refuses values that cannot work. */
    public ErasingConfig {
        new Requirements()
                .between("probability", probability, 0, 1)
                .positive("min-area", minArea)
                .between("max-area", maxArea, 0, 1)
                .together(
                        minArea <= maxArea,
                        List.of("min-area", "max-area"),
                        minArea,
                        "is above max-area = " + maxArea,
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
