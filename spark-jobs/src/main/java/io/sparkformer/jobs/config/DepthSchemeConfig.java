package io.sparkformer.jobs.config;

import io.sparkformer.model.attention.DepthScheme;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the blocks of a model follow one another, chosen by the key {@code model.depth-scheme.type}. */
public sealed interface DepthSchemeConfig {
    /** The same for a model. */
    DepthScheme scheme();

    /** Whether all blocks must have the same weights. */
    default boolean shares() {
        return false;
    }

    /** Asks of a model what it needs. */
    default void addTo(
            Requirements requirements,
            @Nullable Integer depth,
            @Nullable Boolean sharedBlocks,
            AttentionConfig attention) {
        int size = this instanceof Sandwich sandwich ? sandwich.size() : 0;
        requirements
                .together(
                        !shares() || !Boolean.FALSE.equals(sharedBlocks),
                        List.of("shared-blocks", "depth-scheme.type"),
                        "false",
                        "has no meaning in a universal Transformer, which has one block",
                        "Leave it out, or choose another depth-scheme.type")
                .together(
                        depth == null || size <= depth,
                        List.of("depth-scheme.size", "depth"),
                        size,
                        "is more than the model's depth = " + depth,
                        "Use at most the depth")
                .together(
                        this instanceof Interleaved || !attention.hasOwnLayers(),
                        List.of("depth-scheme.type", "attention.type"),
                        RecordSchema.typeName(getClass()),
                        "is no way to order the layers of this attention, which are no blocks",
                        "Set it to interleaved, or choose another attention.type");
    }

    /** Attention, position-wise network, attention, and so on. */
    @TypeName("interleaved")
    record Interleaved() implements DepthSchemeConfig {
        @Override
        public DepthScheme scheme() {
            return DepthScheme.INTERLEAVED;
        }
    }

    /** Attentions first and networks last (Press et al., 2020, arXiv:1911.03864). */
    @TypeName("sandwich")
    record Sandwich(
            @Key(
                    value = "How many attentions stand in front, and as many networks behind; 0 for interleaved.",
                    role = Role.NUMERIC)
            int size)
            implements DepthSchemeConfig {
        /** Refuses values that cannot work. */
        public Sandwich {
            new Requirements().atLeast("size", size, 0).check();
        }

        @Override
        public DepthScheme scheme() {
            return new io.sparkformer.model.attention.Sandwich(size);
        }
    }

    /** Two streams, whose inputs come again from their outputs (Kitaev et al., 2020, arXiv:2001.04451). */
    @TypeName("reversible")
    record Reversible() implements DepthSchemeConfig {
        @Override
        public DepthScheme scheme() {
            return new io.sparkformer.model.attention.Reversible();
        }
    }

    /** One block, as many times as the model is deep (Dehghani et al., 2019, arXiv:1807.03819). */
    @TypeName("universal")
    record Universal(
            @Key(value = "Whether each token says when it is done.", role = Role.NUMERIC)
            boolean halting,

            @Key(value = "A token is done when it is so with this probability less than 1.", role = Role.NUMERIC)
            double epsilon,

            @Key(
                    value = "What the mean number of steps of a sample's tokens counts in its loss, where they say so.",
                    role = Role.NUMERIC)
            double ponder)
            implements DepthSchemeConfig {
        /** Refuses values that cannot work. */
        public Universal {
            new Requirements()
                    .that(epsilon > 0 && epsilon < 1, "epsilon", epsilon, "is no such probability", "Use 0.01")
                    .atLeast("ponder", ponder, 0.0)
                    .check();
        }

        @Override
        public DepthScheme scheme() {
            return halting
                    ? new io.sparkformer.model.attention.Universal(
                            Optional.of(new io.sparkformer.model.attention.Universal.Halting(epsilon, ponder)))
                    : new io.sparkformer.model.attention.Universal();
        }

        @Override
        public boolean shares() {
            return true;
        }
    }
}
