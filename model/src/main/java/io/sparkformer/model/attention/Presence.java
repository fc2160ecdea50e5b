package io.sparkformer.model.attention;

import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Elementwise;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.Optional;

/**
 * Which tokens there are, where texts may be shorter than their rows.
 *
 * @param tokens 1 where there is one and 0 for padding, [B, T]
 */
record Presence(Tensor tokens) {
    /**
     * What the bias of the layers says of their tokens.
     *
     * @param x [B, T, D]
     * @throws IllegalArgumentException if several texts lie in one row
     */
    static Presence of(Tensor x, Layers layers) {
        Optional<Tensor> bias = layers.bias();
        if (bias.isEmpty()) {
            return new Presence(ConstantTable.ones(x, x.dimension(0), x.dimension(1)));
        }
        Tensor given = bias.get();
        if (given.length() != x.dimension(0) * x.dimension(1)) {
            throw new IllegalArgumentException("an attention bias " + given + " for " + x
                    + ": this attention makes tokens of its own for a row, so there may be one text in each;"
                    + " put each text into a row of its own");
        }
        return new Presence(Elementwise.exp(Shaping.reshape(given, given.dimension(0), x.dimension(1))));
    }

    /** With tokens behind them that are not there. */
    Presence padded(long more) {
        return more == 0 ? this : new Presence(Shaping.pad(tokens, 1, 0, more));
    }

    /** Those of these, then those of others. */
    Presence then(Presence others) {
        return new Presence(Shaping.concatenate(1, tokens, others.tokens));
    }

    /** Of neighbours in groups of this size, a divisor of T, which of them are there: those with any token. */
    Presence groups(long size) {
        return new Presence(Arithmetic.shift(Arithmetic.scale(lacking(counts(size)), -1), 1));
    }

    /** The mean of the tokens in each group of x [B, T, D], and zeros of groups without any; [B, T / size, D]. */
    Tensor means(Tensor x, long size) {
        long groups = x.dimension(1) / size;
        long batch = x.dimension(0);
        Tensor rows = Shaping.reshape(tokens, batch, groups, 1, size);
        Tensor sums =
                MatMul.apply(rows, Shaping.reshape(x, batch, groups, size, x.dimension(2))); // [B, T / size, 1, D]
        Tensor counts = counts(size); // [B, T / size]
        Tensor atLeastOne = Arithmetic.add(counts, lacking(counts));
        Tensor divisors = Products.repeated(Shaping.reshape(atLeastOne, batch, groups, 1), x.dimension(2));
        return Arithmetic.divide(Shaping.reshape(sums, divisors.shape()), divisors);
    }

    /** Beside the channels of tokens, [B, T, 1]. */
    Tensor column() {
        return Shaping.reshape(tokens, tokens.dimension(0), tokens.dimension(1), 1);
    }

    /** What is added to logits, [B, 1, 1, T]. */
    Tensor bias() {
        return Shaping.reshape(unheard(tokens), tokens.dimension(0), 1, 1, tokens.dimension(1));
    }

    /** 0 for 1, and {@link AttentionSettings#UNHEARD} for 0. */
    static Tensor unheard(Tensor present) {
        return Arithmetic.scale(Arithmetic.shift(present, -1), -AttentionSettings.UNHEARD);
    }

    /** Tokens of each group. */
    private Tensor counts(long size) {
        long groups = tokens.dimension(1) / size;
        Tensor parts = Shaping.reshape(tokens, tokens.dimension(0), groups, size);
        return Shaping.reshape(Reductions.sum(parts, 2), tokens.dimension(0), groups);
    }

    /** 1 for 0, and 0 for 1 and more. */
    private static Tensor lacking(Tensor counts) {
        return Composites.activation(ActivationFunction.RELU, Arithmetic.shift(Arithmetic.scale(counts, -1), 1));
    }
}
