package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.OwnGlobals;
import io.sparkformer.model.pattern.Patterns;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/**
 * Extended Transformer Construction, ETC (Ainslie et al. 2020, section 3): in front of the n tokens, which hear those near them, stand g
 * global ones, which hear all and are heard by all. A layer costs g (g + n) + n (g + 2 r + 1) pairs.
 *
 * <p>There is a global token for each block of neighbours, as the paper has one for each sentence. It starts as a learned vector, as the
 * paper's, and the mean of its block: without labels nothing else would tell one from another. It is heard if any of its block is there. Its
 * second objective is {@link io.sparkformer.model.language.BlockContrast}. Of the paper are left out projections of the pieces' own.
 *
 * @param radius r, neighbours on either side that a token hears
 * @param block tokens that have a global one in common; the last block may be shorter
 * @param clip k, the distance from which on labels are the same ({@link LabelledExtension}); empty: no labels, by the kernels for patterns
 * @param membersOnly whether a global token and the tokens of other blocks do not hear each other, as by the paper's hard masks; without labels
 */
public record ExtendedAttention(int radius, int block, OptionalInt clip, boolean membersOnly) implements Attention {
    private static final double DEVIATION = 0.02;

    /** Without labels: positions are to come with the tokens. */
    public ExtendedAttention(int radius, int block) {
        this(radius, block, OptionalInt.empty(), false);
    }

    /** With labels. */
    public ExtendedAttention(int radius, int block, int clip) {
        this(radius, block, OptionalInt.of(clip), false);
    }

    /** Checks all. */
    public ExtendedAttention {
        if (radius < 1 || block < 1 || clip.orElse(1) < 1) {
            throw new IllegalArgumentException("extended attention of radius = " + radius + ", block = " + block
                    + ", clip = " + clip + ": each must be at least 1");
        }
        if (membersOnly && clip.isPresent()) {
            throw new IllegalArgumentException(
                    "clip = " + clip.getAsInt()
                            + " of extended attention between members only: leave labels out, or let all hear all global tokens");
        }
    }

    @Override
    public Tensor apply(Tensor x, Layers layers) {
        return apply(x, layers, this::at);
    }

    /** With another attention over all tokens, given where it stands and how many of them are global. */
    Tensor apply(Tensor x, Layers layers, BiFunction<AttentionPlace, Integer, AttentionMechanism> attention) {
        return Shaping.slice(withGlobals(x, layers, attention), 1, globals(x.dimension(1)), x.dimension(1));
    }

    /** The global tokens g in their context, then those of x [B, n, D]; [B, g + n, D]. */
    public Tensor withGlobals(Tensor x, Layers layers) {
        return withGlobals(x, layers, this::at);
    }

    private Tensor withGlobals(
            Tensor x, Layers layers, BiFunction<AttentionPlace, Integer, AttentionMechanism> attention) {
        long tokens = x.dimension(1);
        int globals = globals(tokens);
        Presence presence = Presence.of(x, layers);
        Presence padded = presence.padded((long) globals * block - tokens);
        Tensor all = Shaping.concatenate(1, globalTokens(x, padded, layers), x); // [B, g + n, D]
        Layers extended = layers.bias().isEmpty()
                ? layers
                : layers.withBias(
                        Optional.of(padded.groups(block).then(presence).bias()));
        return extended.blocks(all, layer -> attention.apply(extended.place(layer), globals));
    }

    /** How many global tokens so many have. */
    public int globals(long tokens) {
        return Math.toIntExact((tokens + block - 1) / block);
    }

    /** [B, g, D]. */
    private Tensor globalTokens(Tensor x, Presence padded, Layers layers) {
        Tensor blocks = Shaping.pad(x, 1, 0, padded.tokens().dimension(1) - x.dimension(1)); // [B, g block, D]
        Tensor learned = layers.layer(0).undecayed("global_token", Initializer.normal(DEVIATION), 1, 1, x.dimension(2));
        return Arithmetic.add(padded.means(blocks, block), learned);
    }

    /** Of a layer over all tokens, the global ones first. */
    private AttentionMechanism at(AttentionPlace place, int globals) {
        if (clip.isPresent()) {
            return new LabelledExtension(globals, radius, block, clip.getAsInt(), place.heads(), place.bias());
        }
        AttentionSettings settings = new AttentionSettings(place.heads(), pattern(globals), place.bias());
        return (scope, x, qkv) -> Composites.selfAttention(qkv, settings);
    }

    private AttentionPattern pattern(int globals) {
        return membersOnly ? new OwnGlobals(globals, block, radius) : Patterns.longformer(radius, globals);
    }

    @Override
    public boolean hasOwnLayers() {
        return false;
    }

    @Override
    public void requireFit(int tokens, boolean causal) {
        if (causal) {
            throw new IllegalArgumentException("extended attention in a causal model: its global tokens hear what comes"
                    + " later; choose another attention");
        }
    }
}
