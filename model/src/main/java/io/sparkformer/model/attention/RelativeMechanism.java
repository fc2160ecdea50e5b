package io.sparkformer.model.attention;

import io.sparkformer.model.attention.RelativeAttention.Form;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.layer.Sinusoids;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Heads;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * {@link RelativeAttention} in a layer.
 *
 * @param form of the terms
 * @param place of the layer
 */
record RelativeMechanism(Form form, AttentionPlace place) implements AttentionMechanism {
    private static final double DEVIATION = 0.02;

    /** TENER projects no keys. */
    @Override
    public int projections() {
        return form == Form.TENER ? 2 : 3;
    }

    @Override
    public Tensor apply(Scope scope, Tensor x, Tensor projected) {
        long width = x.dimension(2);
        Tensor queries = part(projected, 0, width);
        Tensor keys = form == Form.TENER ? Heads.split(x, place.heads()) : part(projected, 1, width);
        Tensor values = part(projected, projections() - 1, width);
        Scope shared = place.layers().scope().child("relative");
        Scope biases = form == Form.TENER ? scope : shared.common();
        Tensor byKeys = MatMul.apply(Arithmetic.add(queries, bias(biases, "content", keys)), keys, false, true);
        Tensor byDistances = shifted(MatMul.apply(
                Arithmetic.add(queries, bias(biases, "position", keys)), distances(scope, x), false, true));
        double scale = form == Form.TENER ? 1 : 1 / Math.sqrt((double) width / place.heads());
        Tensor logits = Arithmetic.scale(Arithmetic.add(byKeys, byDistances), scale); // [B, H, T, T]
        return Heads.merge(MatMul.apply(Softmax.besideSilence(hidden(logits)), values));
    }

    private Tensor part(Tensor projected, int number, long width) {
        return Heads.split(Shaping.slice(projected, 2, number * width, width), place.heads());
    }

    /** u or v, [1, H, 1, D/H]. */
    private static Tensor bias(Scope scope, String name, Tensor like) {
        Tensor vectors =
                scope.undecayed(name + "_bias", Initializer.normal(DEVIATION), like.dimension(1), like.dimension(3));
        return Shaping.reshape(vectors, 1, like.dimension(1), 1, like.dimension(3));
    }

    /** r of the distances from T - 1 to 1 - T, [B, H, 2 T - 1, D/H]. */
    private Tensor distances(Scope scope, Tensor x) {
        int tokens = Math.toIntExact(x.dimension(1));
        int heads = place.heads();
        int width = Math.toIntExact(x.dimension(2));
        long count = 2L * tokens - 1;
        Tensor ofHeads = form == Form.TENER
                ? Shaping.reshape(sinusoids(x, tokens, width / heads), 1, 1, count, width / heads)
                : Heads.split(
                        Shaping.reshape(
                                MatMul.applyTransposed(
                                        sinusoids(x, tokens, width),
                                        scope.child("distance")
                                                .weight(
                                                        "weight",
                                                        Initializer.xavierUniform(width, width),
                                                        width,
                                                        width)),
                                1,
                                count,
                                width),
                        heads);
        return Shaping.broadcastTo(ofHeads, x.dimension(0), heads, count, width / heads);
    }

    private Tensor sinusoids(Tensor like, int tokens, int width) {
        Sinusoids.Arrangement arrangement =
                form == Form.TENER ? Sinusoids.Arrangement.INTERLEAVED : Sinusoids.Arrangement.HALVES;
        double[] rows = IntStream.range(0, 2 * tokens - 1)
                .mapToObj(i -> Sinusoids.row(tokens - 1.0 - i, width, arrangement))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        String name = "distances of " + tokens + " tokens of width " + width + ", " + arrangement;
        return ConstantTable.of(like, name, rows, 2L * tokens - 1, width);
    }

    /**
     * Of a row's numbers for all distances those for its tokens, [B, H, T, 2 T - 1] to [B, H, T, T]: with one more column each row begins one
     * place later than it has to.
     */
    static Tensor shifted(Tensor x) {
        long tokens = x.dimension(2);
        Tensor wide = Shaping.reshape(Shaping.pad(x, 3, 0, 1), x.dimension(0), x.dimension(1), tokens * 2 * tokens);
        Tensor rows = Shaping.slice(wide, 2, tokens - 1, tokens * (2 * tokens - 1));
        return Shaping.slice(
                Shaping.reshape(rows, x.dimension(0), x.dimension(1), tokens, 2 * tokens - 1), 3, 0, tokens);
    }

    private Tensor hidden(Tensor logits) {
        Tensor there = place.bias().map(bias -> Arithmetic.add(logits, bias)).orElse(logits);
        if (!place.causal()) {
            return there;
        }
        int tokens = Math.toIntExact(logits.dimension(3));
        double[] future = IntStream.range(0, tokens * tokens)
                .mapToDouble(i -> i % tokens > i / tokens ? AttentionSettings.FORBIDDEN : 0)
                .toArray();
        return Arithmetic.add(there, ConstantTable.of(logits, "later among " + tokens, future, tokens, tokens));
    }
}
