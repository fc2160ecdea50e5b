package io.sparkformer.model.attention;

import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.stream.IntStream;

/**
 * Tokens in chunks, of which the last is filled up.
 *
 * @param tokens n
 * @param size c
 */
record Chunks(int tokens, int size) {
    /** C. */
    int count() {
        return (tokens + size - 1) / size;
    }

    private int missing() {
        return count() * size - tokens;
    }

    /** x [B, H, n, W] as [B, H, C, c, W]. */
    Tensor split(Tensor x) {
        return Shaping.reshape(
                Shaping.pad(x, 2, 0, missing()), x.dimension(0), x.dimension(1), count(), size, x.dimension(3));
    }

    /** x [B, H, C, c, W] as [B, H, n, W]. */
    Tensor joined(Tensor x) {
        Tensor row = Shaping.reshape(x, x.dimension(0), x.dimension(1), (long) count() * size, x.dimension(4));
        return Shaping.slice(row, 2, 0, tokens);
    }

    /** Of x [B, H, n, W] each chunk between the one before and the one after, [B, H, C, 3 c, W]. */
    Tensor around(Tensor x) {
        Tensor padded = Shaping.pad(x, 2, size, (long) missing() + size);
        Tensor[] three = IntStream.range(0, 3)
                .mapToObj(chunk -> Shaping.reshape(
                        Shaping.slice(padded, 2, (long) chunk * size, (long) count() * size),
                        x.dimension(0),
                        x.dimension(1),
                        count(),
                        size,
                        x.dimension(3)))
                .toArray(Tensor[]::new);
        return Shaping.concatenate(3, three);
    }

    /** Whether there is a token at a column around a chunk. */
    boolean isInside(int chunk, int column, int columns) {
        int token = (chunk - 1) * size + column;
        return token >= 0 && token < tokens;
    }
}
