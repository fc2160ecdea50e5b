package io.sparkformer.model.generation;

/**
 * What a {@link Decoder} has room for.
 *
 * @param batch B, texts at once
 * @param room R, tokens of a text
 * @param stride S, tokens of a prompt that are read at once
 */
public record DecoderShape(int batch, int room, int stride) {
    /** Refuses a decoder of nothing. */
    public DecoderShape {
        if (batch < 1 || room < 1 || stride < 1) {
            throw new IllegalArgumentException("a decoder of " + batch + " texts of " + room + " tokens, of which "
                    + stride + " are read at once: each must be at least 1");
        }
    }

    /** Prompts are read by as many tokens at once as keeps the processor busy. */
    public static DecoderShape of(int batch, int room) {
        return new DecoderShape(batch, room, Math.min(room, 32));
    }
}
