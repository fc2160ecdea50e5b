package io.sparkformer.jobs.config;

import io.sparkformer.model.attention.BlockAttention;
import io.sparkformer.model.attention.RelativeAttention;
import io.sparkformer.model.attention.Segments;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everybody, by distance and direction: a model of it needs no other positions (arXiv:1901.02860, arXiv:1911.04474). */
@TypeName("relative")
public record RelativePositions(
        @Key(
                value =
                        "How distances are known: transformer-xl (learned maps of sinusoids), tener (the sinusoids themselves, unscaled) or tener-scaled.",
                role = Role.NUMERIC)
        RelativeAttention.Form form,

        @Key(
                value =
                        "Tokens of a segment: a row is read segment by segment; null for one segment as long as the row.",
                role = Role.NUMERIC)
        @Nullable Integer segment,

        @Key(
                value = "Tokens before a segment that all of it hear too, without a gradient to them; 0 for none.",
                role = Role.NUMERIC)
        int memory)
        implements BlockAttentionConfig {
    /** Refuses values that cannot work. */
    public RelativePositions {
        new Requirements()
                .atLeastIfSet("segment", segment, 1)
                .atLeast("memory", memory, 0)
                .that(
                        memory == 0 || segment != null,
                        "memory",
                        memory,
                        "is of a row that is one segment, before which there is nothing",
                        "Set segment, for instance to the same number")
                .check();
    }

    /** The same with another memory. */
    public RelativePositions remembering(int tokens) {
        return new RelativePositions(form, segment, tokens);
    }

    @Override
    public BlockAttention attention(TokenOrder sequence) {
        return new RelativeAttention(form, Optional.ofNullable(segment).map(length -> new Segments(length, memory)));
    }
}
