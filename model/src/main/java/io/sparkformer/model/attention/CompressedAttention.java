package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Convolution;
import io.sparkformer.model.operation.Elementwise;
import io.sparkformer.model.operation.Heads;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Pooling;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.operation.Window;

/**
 * Memory-compressed attention: keys and values are one for each place of a window that slides along the tokens (Liu et al. 2018, section
 * 4.2.3, with a convolution of 3 tokens in steps of 3). Queries stay as they are. In a causal model a token hears windows that it has seen the end of.
 *
 * <p>The last window may reach beyond the last token, into nothing. Behind all windows stands silence, a key that is heard by who hears nothing else,
 * and of which the value is 0.
 *
 * @param kernel tokens of a window
 * @param stride from one window to the next, at most {@code kernel}: no token is left out
 * @param kind what becomes of a window
 */
public record CompressedAttention(int kernel, int stride, Kind kind) implements BlockAttention {
    /** What becomes of a window. */
    public enum Kind {
        /** Learned linear maps, one for keys and one for values, of all that lies in it: a convolution. */
        CONVOLUTION,
        /** The mean of the tokens in it. */
        MEAN
    }

    /** Checks the sizes. */
    public CompressedAttention {
        Require.atLeast("stride", stride, 1);
        if (kernel < stride) {
            throw new IllegalArgumentException("kernel = " + kernel + ": must be at least the stride of " + stride
                    + ", or nobody hears the tokens between windows");
        }
    }

    @Override
    public AttentionMechanism at(AttentionPlace place) {
        return (scope, x, qkv) -> {
            long width = x.dimension(2);
            Tensor bias = bias(place, qkv); // [B, 1, 1, T']
            Tensor present = Elementwise.exp(bias); // 1, and 0 for what is not there
            Tensor queries = Heads.split(Shaping.slice(qkv, 2, 0, width), place.heads()); // [B, H, T, D/H]
            Tensor keys =
                    columns(compress(scope.child("compress_k"), Shaping.slice(qkv, 2, width, width), present), place);
            Tensor values = columns(
                    compress(scope.child("compress_v"), Shaping.slice(qkv, 2, 2 * width, width), present), place);
            Tensor logits = Arithmetic.scale(
                    MatMul.apply(queries, keys), 1 / Math.sqrt((double) queries.dimension(3))); // [B, H, T, N + 1]
            Tensor weights = Softmax.softmax(Arithmetic.add(logits, heard(place, bias, x.dimension(1))));
            return Heads.merge(MatMul.applyTransposed(weights, values));
        };
    }

    /** That of the tokens, and of nothing behind them as far as the last window reaches. */
    private Tensor bias(AttentionPlace place, Tensor qkv) {
        long batch = qkv.dimension(0);
        long tokens = qkv.dimension(1);
        Tensor bias = Padding.bias(place, this).orElseGet(() -> ConstantTable.zeros(qkv, batch, 1, 1, tokens));
        long beyond = beyond(tokens);
        return beyond == 0
                ? bias
                : Shaping.concatenate(
                        3, bias, ConstantTable.filled(qkv, AttentionSettings.UNHEARD, batch, 1, 1, beyond));
    }

    /** How far the last window reaches beyond the last token. */
    private long beyond(long tokens) {
        long further = Math.max(0, tokens - kernel);
        return (further + stride - 1) / stride * stride + kernel - tokens;
    }

    private Window window() {
        return new Window(1, kernel, 1, stride, 0, 0);
    }

    /**
     * One for each window.
     *
     * @param x keys or values, [B, T, D]
     * @param present [B, 1, 1, T']
     * @return [B, D, 1, N]
     */
    private Tensor compress(Scope scope, Tensor x, Tensor present) {
        long batch = x.dimension(0);
        long tokens = x.dimension(1);
        long width = x.dimension(2);
        long beyond = beyond(tokens);
        Tensor line = Shaping.permute(x, 0, 2, 1); // [B, D, T]
        Tensor padded = beyond == 0 ? line : Shaping.pad(line, 2, 0, beyond); // [B, D, T']
        Tensor image = Arithmetic.multiply(Shaping.reshape(padded, batch, width, 1, tokens + beyond), present);
        return switch (kind) {
            case CONVOLUTION -> convolution(scope, image);
            case MEAN -> mean(image, present);
        };
    }

    /** With weights as PyTorch's Conv1d has them, [D, D, kernel]. */
    private Tensor convolution(Scope scope, Tensor image) {
        long width = image.dimension(1);
        Tensor weight = scope.weight("weight", Initializer.lecunNormal(width * kernel), width, width, kernel);
        Tensor bias = scope.undecayed("bias", Initializer.zeros(), width);
        return Convolution.apply(image, Shaping.reshape(weight, width, width, 1, kernel), bias, window());
    }

    /** Of those tokens that are there; 0 where none is. */
    private Tensor mean(Tensor image, Tensor present) {
        Tensor share = Pooling.apply(Pooling.Kind.AVERAGE, present, window()); // [B, 1, 1, N]
        Tensor none = Arithmetic.shift(
                Arithmetic.scale(Pooling.apply(Pooling.Kind.MAX, present, window()), -1), 1); // 1 where none is there
        return Arithmetic.divide(Pooling.apply(Pooling.Kind.AVERAGE, image, window()), Arithmetic.add(share, none));
    }

    /** Windows [B, D, 1, N] as columns of the heads, and silence behind them: [B, H, D/H, N + 1]. */
    private static Tensor columns(Tensor windows, AttentionPlace place) {
        long heads = place.heads();
        Tensor columns = Shaping.reshape(
                windows, windows.dimension(0), heads, windows.dimension(1) / heads, windows.dimension(3));
        return Shaping.pad(columns, 3, 0, 1);
    }

    /** Added to the logits of windows and of silence: [B, 1, 1, N + 1], in a causal model [B, 1, T, N + 1]. */
    private Tensor heard(AttentionPlace place, Tensor bias, long tokens) {
        Tensor ofWindows = Pooling.apply(Pooling.Kind.MAX, bias, window()); // [B, 1, 1, N]
        Tensor silence = ConstantTable.filled(bias, AttentionSettings.SILENCE, bias.dimension(0), 1, 1, 1);
        Tensor heard = Shaping.concatenate(3, ofWindows, silence);
        return place.causal() ? Arithmetic.add(heard, unfinished(bias, tokens, ofWindows.dimension(3))) : heard;
    }

    /** {@link AttentionSettings#FORBIDDEN}, or more of it, for windows that end behind a token, else 0; [T, N + 1]. */
    private Tensor unfinished(Tensor like, long tokens, long windows) {
        double[] ends = new double[Math.toIntExact(windows + 1)];
        for (int place = 0; place < windows; place++) {
            ends[place] = (double) place * stride + kernel - 1;
        }
        double[] places = new double[Math.toIntExact(tokens)];
        for (int place = 0; place < tokens; place++) {
            places[place] = place;
        }
        Tensor missing = Arithmetic.subtract(
                ConstantTable.of(like, "ends of windows of " + this + " of " + tokens, ends, 1, windows + 1),
                ConstantTable.of(like, "places of " + tokens, places, tokens, 1));
        return Arithmetic.scale(Composites.activation(ActivationFunction.RELU, missing), AttentionSettings.FORBIDDEN);
    }

    @Override
    public void requireFit(int tokens, boolean causal) {
        if (kernel > tokens) {
            throw new IllegalArgumentException(
                    "kernel = " + kernel + ": must be at most the " + tokens + " tokens of a row");
        }
    }
}
