package io.sparkformer.model.attention;

import io.sparkformer.model.layer.AttentionMechanism;
import java.util.Optional;

/**
 * Attention that knows how far tokens are from each other and in which direction, and not where they stand: (q_t + u) k_j + (q_t + v) r_(t-j), with a
 * sinusoid of the distance for r. It needs no other positions.
 *
 * <p>In segments a token hears its segment and the memory before it. A memory is the layer's own input at the tokens before the segment, which knows of theirs in
 * turn: through L layers a token hears of L memories. No gradient leads into a memory, but from it to
 * the maps of keys and values. Nothing of
 * the parameters depends on the length of segments and memories; they may be others where a model is used than where it was trained.
 *
 * @param form which terms are learned maps
 * @param segments of a row; none if all of it is heard
 */
public record RelativeAttention(Form form, Optional<Segments> segments) implements BlockAttention {
    /** Who defined it. */
    public enum Form {
        /**
         * Transformer-XL (Dai et al. 2019, section 3.3): r is a learned map of the sinusoid, u and v are the
         * same in all layers, and logits are divided by the root of the width.
         */
        TRANSFORMER_XL,
        /**
         * TENER (Yan et al. 2019, section 3.2): keys are the tokens themselves, r is the sinusoid itself, u and v are each layer's, and logits
         * are not scaled.
         */
        TENER,
        /** The same, of which logits are divided by the root of the width. */
        TENER_SCALED;

        /** Whether keys are the tokens themselves, and distances their sinusoids. */
        boolean isTener() {
            return this != TRANSFORMER_XL;
        }
    }

    /** Over whole rows. */
    public RelativeAttention(Form form) {
        this(form, Optional.empty());
    }

    @Override
    public AttentionMechanism at(AttentionPlace place) {
        return new RelativeMechanism(this, place);
    }

    /** It serves all. */
    @Override
    public void requireFit(int tokens, boolean causal) {}
}
