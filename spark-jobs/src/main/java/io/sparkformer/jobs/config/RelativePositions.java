package io.sparkformer.jobs.config;

import io.sparkformer.model.attention.BlockAttention;
import io.sparkformer.model.attention.RelativeAttention;

/** Everybody, by distance and direction: a model of it needs no other positions (arXiv:1901.02860, arXiv:1911.04474). */
@TypeName("relative")
public record RelativePositions(
        @Key(
                value =
                        "How distances are known: transformer-xl (learned maps of sinusoids) or tener (the sinusoids themselves, unscaled).",
                role = Role.NUMERIC)
        RelativeAttention.Form form)
        implements BlockAttentionConfig {
    @Override
    public BlockAttention attention(TokenOrder sequence) {
        return new RelativeAttention(form);
    }
}
