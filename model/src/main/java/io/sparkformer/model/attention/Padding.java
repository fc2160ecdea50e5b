package io.sparkformer.model.attention;

import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Elementwise;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.Optional;

/** Which tokens of a row are there, for attention that mixes tokens before it compares them. */
final class Padding {
    private Padding() {}

    /**
     * What is added to the logits, the same for all queries.
     *
     * @param attention who asks
     * @return [B, 1, 1, T]; empty where nothing is hidden
     * @throws IllegalArgumentException if some queries hear what others do not
     */
    static Optional<Tensor> bias(AttentionPlace place, BlockAttention attention) {
        place.bias().filter(bias -> bias.dimension(2) != 1).ifPresent(bias -> {
            throw new IllegalArgumentException(attention
                    + " mixes the tokens of a row, and cannot hide some from others" + " as the attention bias " + bias
                    + " does: give it rows of one document each, or choose a pattern");
        });
        return place.bias();
    }

    /** As a column beside the tokens of each head, [B, H, T, 1]. */
    static Optional<Tensor> column(AttentionPlace place, BlockAttention attention) {
        return bias(place, attention).map(bias -> {
            long batch = bias.dimension(0);
            long tokens = bias.dimension(3);
            Tensor column = Shaping.reshape(bias, batch, 1, tokens, 1);
            return Shaping.broadcastTo(column, batch, place.heads(), tokens, 1);
        });
    }

    /** Zeros instead of tokens that are not there; of x [B, H, T, ...]. */
    static Tensor silence(Tensor x, AttentionPlace place, BlockAttention attention) {
        return column(place, attention)
                .map(column -> Arithmetic.multiply(x, Elementwise.exp(column))) // exp of the bias is 1 or 0
                .orElse(x);
    }
}
