package io.sparkformer.model.attention;

import io.sparkformer.model.layer.AttentionMechanism;

/**
 * Attention that knows how far tokens are from each other and in which direction, and not where they stand: (q_t + u) k_j + (q_t + v) r_(t-j), with a
 * sinusoid of the distance for r. It needs no other positions.
 *
 * @param form which terms are learned maps
 */
public record RelativeAttention(Form form) implements BlockAttention {
    /** Who defined it. */
    public enum Form {
        /**
         * Transformer-XL (Dai et al. 2019, section 3.3), without memory of other segments: r is a learned map of the sinusoid, u and v are the
         * same in all layers, and logits are divided by the root of the width.
         */
        TRANSFORMER_XL,
        /**
         * TENER (Yan et al. 2019, section 3.2): keys are the tokens themselves, r is the sinusoid itself, u and v are each layer's, and logits
         * are not scaled.
         */
        TENER
    }

    @Override
    public AttentionMechanism at(AttentionPlace place) {
        return new RelativeMechanism(form, place);
    }

    /** It serves all. */
    @Override
    public void requireFit(int tokens, boolean causal) {}
}
