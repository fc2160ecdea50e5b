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

    private static void requireParts(List<?> of) {
        new Requirements()
                .that(!of.isEmpty(), "of", of, "names no attention", "Name some, for instance [{ type = full }]")
                .check();
    }

    private static List<AttentionPattern> patterns(List<PatternConfig> of, TokenOrder sequence) {
        return of.stream().map(part -> part.pattern(sequence)).toList();
    }

    private static boolean anyLacksRow(List<? extends AttentionConfig> of) {
        return of.stream().anyMatch(AttentionConfig::lacksRow);
    }

    /** Each layer its own. */
    @TypeName("layers")
    public record Layers(
            @Key(value = OF, role = Role.NUMERIC) List<BlockAttentionConfig> of) implements BlockAttentionConfig {
        /** Refuses an empty list. */
        public Layers {
            of = List.copyOf(of);
            requireParts(of);
        }

        @Override
        public BlockAttention attention(TokenOrder sequence) {
            return new LayeredAttention(
                    of.stream().map(part -> part.attention(sequence)).toList());
        }

        @Override
        public boolean lacksRow() {
            return anyLacksRow(of);
        }
    }

    /** Each head its own. */
    @TypeName("heads")
    public record Heads(
            @Key(value = OF, role = Role.NUMERIC) List<PatternConfig> of) implements PatternConfig {
        /** Refuses an empty list. */
        public Heads {
            of = List.copyOf(of);
            requireParts(of);
        }

        @Override
        public AttentionPattern pattern(TokenOrder sequence) {
            return new AttentionPattern.PerHead(patterns(of, sequence));
        }

        @Override
        public boolean lacksRow() {
            return anyLacksRow(of);
        }
    }

    /** Whom one of several hears. */
    @TypeName("union")
    public record Union(
            @Key(value = OF, role = Role.NUMERIC) List<PatternConfig> of) implements PatternConfig {
        /** Refuses an empty list. */
        public Union {
            of = List.copyOf(of);
            requireParts(of);
        }

        @Override
        public AttentionPattern pattern(TokenOrder sequence) {
            return new AttentionPattern.Union(patterns(of, sequence));
        }

        @Override
        public boolean lacksRow() {
            return anyLacksRow(of);
        }
    }

    /** Whom all of several hear. */
    @TypeName("intersection")
    public record Intersection(
            @Key(value = OF, role = Role.NUMERIC) List<PatternConfig> of) implements PatternConfig {
        /** Refuses an empty list. */
        public Intersection {
            of = List.copyOf(of);
            requireParts(of);
        }

        @Override
        public AttentionPattern pattern(TokenOrder sequence) {
            return new AttentionPattern.Intersection(patterns(of, sequence));
        }

        @Override
        public boolean lacksRow() {
            return anyLacksRow(of);
        }
    }
}
