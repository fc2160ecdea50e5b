package io.sparkformer.model.attention;

import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.pattern.AttentionPattern;

/**
 * Softmax over what a pattern lets a token hear, and over nothing else.
 *
 * @param pattern whom a token hears; in a causal model only those before it
 */
public record ExactAttention(AttentionPattern pattern) implements BlockAttention {
    @Override
    public AttentionMechanism at(AttentionPlace place) {
        return of(place, place.heads());
    }

    /** The same for so many heads alone. */
    AttentionMechanism of(AttentionPlace place, int heads) {
        AttentionPattern heard = place.causal() ? pattern.causal() : pattern;
        AttentionSettings settings = new AttentionSettings(heads, heard, place.bias());
        return (scope, x, qkv) -> Composites.selfAttention(qkv, settings);
    }

    @Override
    public void requireFit(int tokens, boolean causal) {
        pattern.requireFit(tokens);
    }
}
