package io.sparkformer.jobs.config;

/** RandAugment (Cubuk et al., 2020, arXiv:1909.13719). */
public record RandAugmentConfig(
        @Key(value = "How many operations N an image goes through; 0 for none.", role = Role.NUMERIC)
        int operations,

        @Key(
                value = "How strong the operations are, from 0 to 10; a third of torchvision's magnitude in 30 bins.",
                role = Role.NUMERIC)
        double magnitude,

        @Key(
                value = "Standard deviation of the magnitude, drawn for each operation; 0 for none (timm's mstd).",
                role = Role.NUMERIC)
        double deviation,

        @Key(value = "Probability that a drawn operation is applied.", role = Role.NUMERIC)
        double probability) {
    /** Refuses values that cannot work. */
    public RandAugmentConfig {
        new Requirements()
                .atLeast("operations", operations, 0)
                .between("magnitude", magnitude, 0, 10)
                .atLeast("deviation", deviation, 0.0)
                .between("probability", probability, 0, 1)
                .check();
    }
}
