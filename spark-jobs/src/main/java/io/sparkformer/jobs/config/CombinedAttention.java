package io.sparkformer.jobs.config;

import io.sparkformer.model.attention.BlockAttention;
import io.sparkformer.model.attention.LayeredAttention;
import io.sparkformer.model.pattern.AttentionPattern;
import java.util.List;

/** Attentions that are made of others. */
public final class CombinedAttention {
    static final String OF =
            "What it is made of: a list of sections like this one, each with its type; keys that are left out have their defaults.";

    private CombinedAttention() {}

    private static <T> List<T> parts(List<T> of) {
        new Requirements()
                .that(!of.isEmpty(), "of", of, "names no attention", "Name some, for instance [{ type = full }]")
                .check();
        return List.copyOf(of);
    }

    /** A pattern that is made of others. */
    sealed interface OfPatterns extends PatternConfig permits Heads, Union, Intersection {
        /** What it is made of. */
        List<PatternConfig> of();

        /** These put together. */
        AttentionPattern combined(List<AttentionPattern> parts);

        @Override
        default AttentionPattern pattern(TokenOrder sequence) {
            return combined(of().stream().map(part -> part.pattern(sequence)).toList());
        }

        @Override
        default boolean lacksRow() {
            return of().stream().anyMatch(AttentionConfig::lacksRow);
        }
    }

    /** Each layer its own. */
    @TypeName("layers")
    public record Layers(
            @Key(value = OF, role = Role.NUMERIC) List<BlockAttentionConfig> of) implements BlockAttentionConfig {
        /** Refuses an empty list. */
        public Layers {
            of = parts(of);
        }

        @Override
        public BlockAttention attention(TokenOrder sequence) {
            return new LayeredAttention(
                    of.stream().map(part -> part.attention(sequence)).toList());
        }

        @Override
        public boolean lacksRow() {
            return of.stream().anyMatch(AttentionConfig::lacksRow);
        }
    }

    /** Each head its own. */
    @TypeName("heads")
    public record Heads(
            @Key(value = OF, role = Role.NUMERIC) List<PatternConfig> of) implements OfPatterns {
        /** Refuses an empty list. */
        public Heads {
            of = parts(of);
        }

        @Override
        public AttentionPattern combined(List<AttentionPattern> parts) {
            return new AttentionPattern.PerHead(parts);
        }
    }

    /** Whom one of several hears. */
    @TypeName("union")
    public record Union(
            @Key(value = OF, role = Role.NUMERIC) List<PatternConfig> of) implements OfPatterns {
        /** Refuses an empty list. */
        public Union {
            of = parts(of);
        }

        @Override
        public AttentionPattern combined(List<AttentionPattern> parts) {
            return new AttentionPattern.Union(parts);
        }
    }

    /** Whom all of several hear. */
    @TypeName("intersection")
    public record Intersection(
            @Key(value = OF, role = Role.NUMERIC) List<PatternConfig> of) implements OfPatterns {
        /** Refuses an empty list. */
        public Intersection {
            of = parts(of);
        }

        @Override
        public AttentionPattern combined(List<AttentionPattern> parts) {
            return new AttentionPattern.Intersection(parts);
        }
    }
}
