package io.sparkformer.model.attention;

/**
 * How a row is read: segment by segment, each with a memory of the tokens before it (Dai et al. 2019, section 3.2).
 *
 * @param length tokens of a segment
 * @param memory tokens before a segment that all of it hear, whatever segments these belong to; 0 if segments know nothing of each other
 */
public record Segments(int length, int memory) {
    /** Checks the sizes. */
    public Segments {
        Require.atLeast("segment", length, 1);
        Require.atLeast("memory", memory, 0);
    }

    /** One, as long as the row. */
    static Segments whole(int tokens) {
        return new Segments(tokens, 0);
    }
}
