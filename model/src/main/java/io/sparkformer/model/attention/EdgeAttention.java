package io.sparkformer.model.attention;

import io.sparkformer.model.layer.AttentionMechanism;

/**
 * Sparse adaptive connections (Li et al. 2020): a recurrent network, the same in all layers, says which tokens a token hears beside itself, one after the other. In
 * training they are drawn as it says, and it learns by what came of it: what made the loss smaller than usual becomes likelier (REINFORCE, Williams 1992); elsewhere each
 * is the likeliest. No other gradient leads to it, and none from it to the tokens.
 *
 * <p>Every token is the source of as many edges, all of them to others, so that the network runs for all tokens side by side. The paper chooses sources as well, 2 a n steps one
 * after another for a n edges. Of n - 1 edges a token nothing is left to choose, and all hear all.
 *
 * <p>Attention is over the edges alone; the choice compares all pairs, in the width of one head.
 *
 * @param edges a, from each token to others
 */
public record EdgeAttention(int edges) implements BlockAttention {
    /** Checks the number. */
    public EdgeAttention {
        Require.atLeast("edges", edges, 1);
    }

    @Override
    public AttentionMechanism at(AttentionPlace place) {
        return new EdgeMechanism(this, place);
    }

    @Override
    public void requireFit(int tokens, boolean causal) {
        if (edges >= tokens) {
            throw new IllegalArgumentException("edges = " + edges + " from each of " + tokens
                    + " tokens: there are at most " + (tokens - 1) + " others; choose fewer");
        }
    }
}
