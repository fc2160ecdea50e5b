package io.sparkformer.model.attention;

import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.pattern.Tree;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * BP-Transformer (Ye et al. 2019): beside its tokens a text has a node for every span of a binary tree over them. A token hears the nearest
 * tokens and ever larger spans, the farther away, which cover all others once; a span hears its tokens. Of n tokens a layer costs about
 * 2 k n log2(n / k) pairs of tokens and n log2 n of spans.
 *
 * <p>The nodes go through ordinary layers: the tokens, padded to a power of two, and then the spans, level by level, which start as zeros
 * (the paper's do) and are heard if any of their tokens is there. See {@link Tree} for who hears whom.
 *
 * @param degree k, nodes of each level that a token hears on either side
 * @param clip the level from which on nodes of all levels have the same labels ({@link LabelledTree}); empty: no labels, by the kernels for
 *     patterns
 */
public record TreeAttention(int degree, OptionalInt clip) implements Attention {
    /** Without labels: positions are to come with the tokens. */
    public TreeAttention(int degree) {
        this(degree, OptionalInt.empty());
    }

    /** With labels. */
    public TreeAttention(int degree, int clip) {
        this(degree, OptionalInt.of(clip));
    }

    /** Checks both. */
    public TreeAttention {
        if (degree < 1 || clip.orElse(0) < 0) {
            throw new IllegalArgumentException(
                    "a tree of degree = " + degree + ", clip = " + clip + ": must be at least 1 and 0");
        }
    }

    @Override
    public Tensor apply(Tensor x, Layers layers) {
        long tokens = x.dimension(1);
        long leaves = leaves(tokens);
        Tensor nodes = Shaping.pad(x, 1, 0, 2 * leaves - 1 - tokens); // [B, 2 n - 1, D]
        Presence presence = presence(Presence.of(x, layers).padded(leaves - tokens));
        boolean allThere = layers.bias().isEmpty() && leaves == tokens;
        Layers all = layers.withBias(allThere ? Optional.empty() : Optional.of(presence.bias()));
        return Shaping.slice(all.blocks(nodes, layer -> at(all.place(layer))), 1, 0, tokens);
    }

    /** The smallest power of two that so many tokens fit into, and at least 2. */
    private static long leaves(long tokens) {
        return Math.max(2, Long.highestOneBit(2 * tokens - 1));
    }

    /** Of the leaves and the spans over them. */
    private static Presence presence(Presence leaves) {
        Presence level = leaves;
        Presence nodes = leaves;
        while (level.tokens().dimension(1) > 1) {
            level = level.groups(2);
            nodes = nodes.then(level);
        }
        return nodes;
    }

    /** Of a layer over all nodes. */
    AttentionMechanism at(AttentionPlace place) {
        if (clip.isPresent()) {
            return new LabelledTree(degree, clip.getAsInt(), place.causal(), place.heads(), place.bias());
        }
        AttentionSettings settings =
                new AttentionSettings(place.heads(), new Tree(degree, place.causal()), place.bias());
        return (scope, x, qkv) -> Composites.selfAttention(qkv, settings);
    }

    @Override
    public boolean hasOwnLayers() {
        return false;
    }

    @Override
    public void requireFit(int tokens, boolean causal) {}
}
