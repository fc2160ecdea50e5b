package io.sparkformer.data.augment;

import io.sparkformer.data.order.KeyedRandom;
import java.io.Serializable;

/**
 * A training image is mixed with another one, and so are their targets: mixup (Zhang et al. 2018, "mixup: beyond empirical
 * risk minimization", equation 1) blends the two, CutMix (Yun et al. 2019, "CutMix: regularization strategy to train strong
 * classifiers with localizable features", equations 1 and 2) pastes a box of the other.
 *
 * <p>What is drawn depends on the sample's key alone, so each sample has a ratio of its own (timm's mode "elem").
 *
 * @param probability that a sample is mixed at all
 * @param mixupAlpha of the beta distribution of mixup's ratio; 0 for no mixup
 * @param cutmixAlpha of the beta distribution of CutMix's ratio; 0 for no CutMix
 * @param cutmixShare where both are on: the share of mixed samples that CutMix mixes
 */
public record Mixing(double probability, double mixupAlpha, double cutmixAlpha, double cutmixShare)
        implements Serializable {
    /** Every sample stays alone. */
    public static final Mixing NONE = new Mixing(0, 0, 0, 0);

    private static final long serialVersionUID = 1;
    private static final long STAGE = 0x4D495845;

    /** Checks the numbers. */
    public Mixing {
        requireShare("probability", probability);
        requireAlpha("mixup-alpha", mixupAlpha);
        requireAlpha("cutmix-alpha", cutmixAlpha);
        requireShare("cutmix-share", cutmixShare);
    }

    private static void requireShare(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("augmentation.mixing." + key + " = " + value + ": set it from 0 to 1");
        }
    }

    private static void requireAlpha(String key, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException("augmentation.mixing." + key + " = " + value + ": set it to 0 or more");
        }
    }

    /** Whether any sample is ever mixed. */
    public boolean isOn() {
        return probability > 0 && (mixupAlpha > 0 || cutmixAlpha > 0);
    }

    /**
     * What happens to a sample.
     *
     * @param sampleKey made of seed, epoch and sample
     * @param size pixels a side
     */
    public Mixture draw(long sampleKey, int size) {
        KeyedRandom random = new KeyedRandom(sampleKey, STAGE);
        if (!isOn() || random.nextDouble() >= probability) {
            return Mixture.ALONE;
        }
        boolean both = mixupAlpha > 0 && cutmixAlpha > 0;
        boolean cut = both ? random.nextDouble() < cutmixShare : cutmixAlpha > 0;
        double share = Draws.symmetricBeta(random, cut ? cutmixAlpha : mixupAlpha);
        return cut
                ? Mixture.Pasted.around(random.nextInt(size), random.nextInt(size), share, size)
                : Mixture.Blended.of(share);
    }
}
