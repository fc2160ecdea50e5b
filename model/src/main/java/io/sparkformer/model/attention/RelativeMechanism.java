package io.sparkformer.model.attention;

import io.sparkformer.model.attention.RelativeAttention.Form;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.layer.Sinusoids;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Heads;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@link RelativeAttention} in a layer.
 *
 * @param settings the terms, and segments
 * @param place of the layer
 */
record RelativeMechanism(RelativeAttention settings, AttentionPlace place) implements AttentionMechanism {
    private static final double DEVIATION = 0.02;

    /** TENER projects no keys. */
    @Override
    public int projections() {
        return isTener() ? 2 : 3;
    }

    private boolean isTener() {
        return settings.form().isTener();
    }

    @Override
    public Tensor apply(Scope scope, Tensor x, Tensor projected) {
        int heads = place.heads();
        long headWidth = x.dimension(2) / heads;
        int tokens = Math.toIntExact(x.dimension(1));
        SegmentedRow row = new SegmentedRow(tokens, settings.segments().orElseGet(() -> Segments.whole(tokens)));
        Heard own = heard(x, projected);
        Heard past = row.segments().memory() == 0 ? own : past(scope, x);
        Tensor queries = part(projected, 0);
        Scope biases =
                isTener() ? scope : place.layers().scope().child("relative").common();
        Tensor asking = row.own(Arithmetic.add(queries, bias(biases, "content", queries)));
        Tensor byKeys = MatMul.apply(asking, row.heard(past.keys, own.keys), false, true); // [B, H C, s, m + s]
        Tensor byDistances = byDistances(scope, x, Arithmetic.add(queries, bias(biases, "position", queries)), row);
        double scale = settings.form() == Form.TENER ? 1 : 1 / Math.sqrt((double) headWidth);
        Tensor logits = hidden(Arithmetic.scale(Arithmetic.add(byKeys, byDistances), scale), row);
        Tensor values = MatMul.apply(Softmax.besideSilence(logits), row.heard(past.values, own.values));
        return Heads.merge(row.row(values, heads));
    }

    /** Keys and values, [B, H, T, D/H]. */
    private record Heard(Tensor keys, Tensor values) {}

    private Heard heard(Tensor x, Tensor projected) {
        return new Heard(
                isTener() ? Heads.split(x, place.heads()) : part(projected, 1), part(projected, projections() - 1));
    }

    /** The same, whose gradients lead to the maps and not to the tokens. */
    private Heard past(Scope scope, Tensor x) {
        Tensor tokens = Arithmetic.detached(x);
        Scope map = scope.child("memory").sharing(scope.child("qkv"));
        return heard(tokens, Linear.apply(map, tokens, projections() * x.dimension(2), place.projections()));
    }

    /** One of the projections of tokens. */
    private Tensor part(Tensor projected, int number) {
        long width = projected.dimension(2) / projections();
        return Heads.split(Shaping.slice(projected, 2, number * width, width), place.heads());
    }

    /** u or v, [1, H, 1, D/H]. */
    private static Tensor bias(Scope scope, String name, Tensor like) {
        Tensor vectors =
                scope.undecayed(name + "_bias", Initializer.normal(DEVIATION), like.dimension(1), like.dimension(3));
        return Shaping.reshape(vectors, 1, like.dimension(1), 1, like.dimension(3));
    }

    /** What queries [B, H, T, D/H] make of the distances to all that they may hear; [B, H C, s, m + s]. */
    private Tensor byDistances(Scope scope, Tensor x, Tensor queries, SegmentedRow row) {
        Tensor segments = row.own(queries); // [B, H C, s, D/H]
        long rows = (long) row.count() * row.segments().length();
        Tensor ofHeads = Shaping.reshape(segments, x.dimension(0), place.heads(), rows, segments.dimension(3));
        Tensor all = MatMul.apply(ofHeads, distances(scope, x, row), false, true);
        return shifted(
                Shaping.reshape(
                        all,
                        x.dimension(0),
                        segments.dimension(1),
                        row.segments().length(),
                        all.dimension(3)),
                row.heard());
    }

    /** r of the distances from m + s - 1 to 1 - s, [B, H, m + 2 s - 1, D/H]. */
    private Tensor distances(Scope scope, Tensor x, SegmentedRow row) {
        int heads = place.heads();
        int width = Math.toIntExact(x.dimension(2));
        int farthest = row.heard() - 1;
        int count = farthest + row.segments().length();
        Tensor ofHeads = isTener()
                ? Shaping.reshape(sinusoids(x, farthest, count, width / heads), 1, 1, count, width / heads)
                : Heads.split(
                        Shaping.reshape(mapped(scope, sinusoids(x, farthest, count, width)), 1, count, width), heads);
        return Shaping.broadcastTo(ofHeads, x.dimension(0), heads, count, width / heads);
    }

    private static Tensor mapped(Scope scope, Tensor sinusoids) {
        long width = sinusoids.dimension(1);
        return MatMul.applyTransposed(
                sinusoids,
                scope.child("distance").weight("weight", Initializer.xavierUniform(width, width), width, width));
    }

    private Tensor sinusoids(Tensor like, int farthest, int count, int width) {
        Sinusoids.Arrangement arrangement =
                isTener() ? Sinusoids.Arrangement.INTERLEAVED : Sinusoids.Arrangement.HALVES;
        double[] rows = IntStream.range(0, count)
                .mapToObj(i -> Sinusoids.row((double) farthest - i, width, arrangement))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        String name = count + " distances from " + farthest + " on of width " + width + ", " + arrangement;
        return ConstantTable.of(like, name, rows, count, width);
    }

    /**
     * Of a query's numbers for all distances those for the keys that it may hear, [..., s, s + k - 1] to [..., s, k]: with one more column each row begins one
     * place later than it has to.
     *
     * @param x of rank 4
     * @param keys k
     */
    static Tensor shifted(Tensor x, int keys) {
        long queries = x.dimension(2);
        long columns = x.dimension(3);
        Tensor wide = Shaping.reshape(Shaping.pad(x, 3, 0, 1), x.dimension(0), x.dimension(1), queries * (columns + 1));
        Tensor rows = Shaping.slice(wide, 2, queries - 1, queries * columns);
        return Shaping.slice(Shaping.reshape(rows, x.dimension(0), x.dimension(1), queries, columns), 3, 0, keys);
    }

    /** With those hidden that are not there or come later; logits [B, H C, s, m + s]. */
    private Tensor hidden(Tensor logits, SegmentedRow row) {
        Optional<Tensor> bias = place.bias().map(given -> settings.segments().isPresent() ? padding(row) : given);
        Tensor there = bias.map(hiding -> Arithmetic.add(logits, hiding)).orElse(logits);
        Tensor real = row.absent(logits)
                .map(absent -> Arithmetic.add(there, ofHeads(absent, row)))
                .orElse(there);
        return place.causal() ? Arithmetic.add(real, row.later(logits)) : real;
    }

    /** Padding as each segment hears it, [B, H C, 1, m + s]. */
    private Tensor padding(SegmentedRow row) {
        Tensor column = Padding.column(place, settings).orElseThrow(); // [B, H, T, 1]
        Tensor heard = row.heard(column, column); // [B, H C, m + s, 1]
        return Shaping.reshape(heard, heard.dimension(0), heard.dimension(1), 1, heard.dimension(2));
    }

    /** Of each segment, [1, C, 1, k], for the segments of all heads, [1, H C, 1, k]. */
    private Tensor ofHeads(Tensor x, SegmentedRow row) {
        Tensor repeated = Shaping.broadcastTo(x, place.heads(), row.count(), 1, row.heard());
        return Shaping.reshape(repeated, 1, (long) place.heads() * row.count(), 1, row.heard());
    }
}
