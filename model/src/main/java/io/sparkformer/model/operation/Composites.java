package io.sparkformer.model.operation;

import io.sparkformer.model.pattern.Causal;
import io.sparkformer.model.pattern.Full;
import java.util.ArrayList;
import java.util.List;

/** What each {@link Composite} expands to. */
public final class Composites {
    private Composites() {}

    /**
     * x W^T + b over the last axis.
     *
     * @param x [..., I]
     * @param weight [O, I]
     * @param bias [O]
     * @return [..., O]
     */
    public static Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        return CompositeCall.declare(new Composite.Linear(), List.of(x, weight, bias), () -> {
            Tensor product = Arithmetic.add(MatMul.applyTransposed(rows(x), weight), bias); // [rows, O]
            return Shaping.reshape(product, Shapes.with(x.shape(), x.rank() - 1, weight.dimension(0)));
        });
    }

    /**
     * Shifts and scales each vector of the last axis to mean 0 and variance 1, then by what was learned.
     *
     * @param x [..., D]
     * @param gain [D]
     * @param offset [D]
     */
    public static Tensor layerNorm(Tensor x, Tensor gain, Tensor offset, double epsilon) {
        return CompositeCall.declare(new Composite.LayerNorm(epsilon), List.of(x, gain, offset), () -> {
            Tensor normalized = normalize(rows(x), epsilon); // [rows, D]
            return Shaping.reshape(Arithmetic.add(Arithmetic.multiply(normalized, gain), offset), x.shape());
        });
    }

    /**
     * Normalises each group of channels of each sample over its channels and all of its places.
     *
     * @param x [B, C, ...]
     * @param gain [C]
     * @param offset [C]
     * @param groups a divisor of C
     */
    public static Tensor groupNorm(Tensor x, Tensor gain, Tensor offset, int groups, double epsilon) {
        long channels = x.rank() < 2 ? 0 : x.dimension(1);
        if (groups < 1 || channels == 0 || channels % groups != 0) {
            throw new IllegalArgumentException(groups + " groups of the channels of " + x
                    + ": its second axis must be divided into equal parts by their number");
        }
        return CompositeCall.declare(new Composite.GroupNorm(groups, epsilon), List.of(x, gain, offset), () -> {
            long samples = x.dimension(0);
            Tensor parts = Shaping.reshape(x, samples * groups, x.length() / (samples * groups));
            Tensor normalized =
                    Shaping.reshape(normalize(parts, epsilon), samples, channels, x.length() / (samples * channels));
            Tensor scaled = Arithmetic.multiply(normalized, Shaping.reshape(gain, channels, 1));
            return Shaping.reshape(Arithmetic.add(scaled, Shaping.reshape(offset, channels, 1)), x.shape());
        });
    }

    private static Tensor normalize(Tensor rows, double epsilon) {
        Tensor centred = Arithmetic.subtract(rows, Reductions.mean(rows, 1)); // [rows, D]
        Tensor variance = Reductions.mean(Arithmetic.square(centred), 1); // [rows, 1]
        return Arithmetic.multiply(centred, Elementwise.reciprocalRoot(Arithmetic.shift(variance, epsilon)));
    }

    /** The function of each element. */
    public static Tensor activation(ActivationFunction function, Tensor x) {
        return CompositeCall.declare(
                new Composite.Activation(function), List.of(x), () -> Activations.expand(function, x));
    }

    /** The exact Gaussian error linear unit of each element. */
    public static Tensor gelu(Tensor x) {
        return activation(ActivationFunction.GELU, x);
    }

    /**
     * The learned vector of each token.
     *
     * @param table [V, D]
     * @param ids integers from 0 to V - 1, of any shape; others end the run with an error
     * @return [..., D]
     */
    public static Tensor embedding(Tensor table, Tensor ids) {
        if (table.rank() != 2) {
            throw new IllegalArgumentException("embedding table " + table + ": its shape must be [vocabulary, width]");
        }
        return CompositeCall.declare(new Composite.Embedding(), List.of(table, ids), () -> Indexing.rows(table, ids));
    }

    /** The range that the engine holds token ids against. */
    public static IndexRange idRange(Tensor table) {
        return IndexRange.rows(table);
    }

    /** Every token's weighted mean of all values, per head: {@link #selfAttention(Tensor, AttentionSettings)} without masks. */
    public static Tensor selfAttention(Tensor qkv, int heads) {
        return selfAttention(qkv, AttentionSettings.of(heads));
    }

    /**
     * Every token's weighted mean of the values that it hears, per head.
     *
     * @param qkv [B, T, 3 D]: queries, keys and values, the heads within each
     * @return [B, T, D]
     */
    public static Tensor selfAttention(Tensor qkv, AttentionSettings settings) {
        List<Tensor> inputs = new ArrayList<>(List.of(qkv));
        settings.bias().ifPresent(inputs::add);
        settings.requireFit(qkv);
        Composite composite = new Composite.SelfAttention(settings.heads(), settings.pattern());
        return CompositeCall.declare(composite, inputs, () -> expandedAttention(qkv, settings));
    }

    private static Tensor expandedAttention(Tensor qkv, AttentionSettings settings) {
        Heads heads = Heads.of(qkv, settings.heads());
        Tensor logits = Heads.logits(heads.queries(), heads.keys()); // [B, H, T, T]
        if (settings.bias().isPresent()) {
            logits = Arithmetic.add(logits, settings.bias().get());
        }
        return Heads.merge(weighted(logits, heads.values(), settings));
    }

    /** Values [B, H, T, D/H] weighted by the softmax of logits [B, H, T, T] over what each token may hear. */
    private static Tensor weighted(Tensor logits, Tensor values, AttentionSettings settings) {
        int tokens = Math.toIntExact(logits.dimension(3));
        if (settings.pattern() instanceof Full) {
            return dense(logits, values, settings);
        }
        if (settings.pattern() instanceof Causal) {
            return dense(Arithmetic.add(logits, Constants.futureMask(logits, tokens)), values, settings);
        }
        Tensor allowed = PatternMask.of(logits, settings.pattern(), settings.heads()); // [1 or H, T, T]
        Tensor sparse = Arithmetic.add(
                logits, Arithmetic.scale(Arithmetic.shift(allowed, -1), -AttentionSettings.FORBIDDEN)); // [B, H, T, T]
        return MatMul.apply(Softmax.besideSilence(sparse), values);
    }

    /** Where only padding can leave a token without anybody to hear: what such a token hears is made zero. */
    private static Tensor dense(Tensor logits, Tensor values, AttentionSettings settings) {
        Tensor heard = MatMul.apply(Softmax.softmax(logits), values);
        return settings.bias().isEmpty() ? heard : Arithmetic.multiply(heard, Softmax.heard(logits));
    }

    private static Tensor rows(Tensor x) {
        return Shaping.reshape(x, x.length() / x.dimension(-1), x.dimension(-1));
    }
}
