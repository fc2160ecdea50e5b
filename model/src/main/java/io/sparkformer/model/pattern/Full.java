package io.sparkformer.model.pattern;

import java.util.BitSet;

/** Every query reads every key. */
public record Full() implements AttentionPattern {
    @Override
    public AttentionPattern causal() {
        return new Causal();
    }

    @Override
    public BitSet keys(Query query) {
        return Ranges.of(query.tokens(), 0, query.tokens());
    }
}
