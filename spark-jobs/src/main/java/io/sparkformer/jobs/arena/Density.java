package io.sparkformer.jobs.arena;

import io.sparkformer.model.attention.Attention;
import io.sparkformer.model.attention.AxialAttention;
import io.sparkformer.model.attention.ExactAttention;
import io.sparkformer.model.attention.LayeredAttention;
import io.sparkformer.model.pattern.KeyRuns;
import java.util.stream.IntStream;

/** Which share of all pairs of tokens an attention compares. */
final class Density {
    private Density() {}

    /** The mean over layers and heads; NaN for an attention that compares no pairs. */
    static double of(Attention attention, int tokens, int heads) {
        if (attention instanceof ExactAttention exact) {
            double pairs = IntStream.range(0, exact.pattern().differsByHead() ? heads : 1)
                    .mapToLong(head -> KeyRuns.of(exact.pattern(), tokens, head).pairs())
                    .average()
                    .orElseThrow();
            return pairs / ((double) tokens * tokens);
        }
        if (attention instanceof LayeredAttention layered) {
            return layered.layers().stream()
                    .mapToDouble(layer -> of(layer, tokens, heads))
                    .average()
                    .orElseThrow();
        }
        if (attention instanceof AxialAttention axial) {
            int rest = tokens - axial.prefix();
            double pairs = (double) rest * (axial.width() + rest / axial.width()) / 2; // rows and columns in turns
            return pairs / ((double) tokens * tokens);
        }
        return Double.NaN;
    }
}
