package io.sparkformer.jobs.config;

/** Mixup (Zhang et al., 2018, arXiv:1710.09412) and CutMix (Yun et al., 2019, arXiv:1905.04899), of images and targets. */
public record MixingConfig(
        @Key(
                value = "Probability that a sample is mixed with another, where one of the alphas is not 0.",
                role = Role.NUMERIC)
        double probability,

        @Key(value = "Alpha of the beta distribution of mixup's ratio; 0 for no mixup.", role = Role.NUMERIC)
        double mixupAlpha,

        @Key(value = "Alpha of the beta distribution of CutMix's ratio; 0 for no CutMix.", role = Role.NUMERIC)
        double cutmixAlpha,

        @Key(value = "Where both are on, the share of mixed samples that CutMix mixes.", role = Role.NUMERIC)
        double cutmixShare) {
    /** Refuses values that cannot work. */
    public MixingConfig {
        new Requirements()
                .between("probability", probability, 0, 1)
                .atLeast("mixup-alpha", mixupAlpha, 0.0)
                .atLeast("cutmix-alpha", cutmixAlpha, 0.0)
                .between("cutmix-share", cutmixShare, 0, 1)
                .check();
    }
}
