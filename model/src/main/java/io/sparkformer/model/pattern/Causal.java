package io.sparkformer.model.pattern;

import java.util.BitSet;

/** A query reads its own key and those before it. */
public record Causal() implements AttentionPattern {
    @Override
    public AttentionPattern causal() {
        return this;
    }

    @Override
    public BitSet keys(Query query) {
        return Ranges.of(query.tokens(), 0, query.place() + 1L);
    }
}
