package io.sparkformer.model.attention;

import io.sparkformer.model.attention.EdgePredictor.Edge;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Elementwise;
import io.sparkformer.model.operation.Indexing;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@link EdgeAttention} in a layer.
 *
 * @param settings how many edges
 * @param place of the layer
 */
record EdgeMechanism(EdgeAttention settings, AttentionPlace place) implements AttentionMechanism {
    /** The share of the usual reward that a step's reward replaces. */
    static final double BASELINE_SHARE = 0.05;

    @Override
    public Tensor apply(Scope scope, Tensor x, Tensor qkv) {
        Scope shared = place.layers().scope().child("edges").common();
        EdgePredictor predictor = EdgePredictor.of(shared, x.dimension(2), x.dimension(2) / place.heads());
        Tensor baseline = shared.averaged("baseline", Initializer.zeros(), BASELINE_SHARE, 1);
        Tensor present = present(x); // [B, n]
        List<Edge> edges =
                predictor.choose(scope.child("edges"), Arithmetic.detached(x), free(x, present), settings.edges());
        scope.policy(logLikelihood(edges, present), baseline);
        return heard(qkv, edges);
    }

    private Tensor present(Tensor x) {
        return Padding.bias(place, settings)
                .map(bias -> Elementwise.exp(Shaping.reshape(bias, x.dimension(0), x.dimension(1))))
                .orElseGet(() -> ConstantTable.ones(x, x.dimension(0), x.dimension(1)));
    }

    /** Others than itself that are there, and do not come later in a causal model; [B, n, n]. */
    private Tensor free(Tensor x, Tensor present) {
        int tokens = Math.toIntExact(x.dimension(1));
        double[] others = IntStream.range(0, tokens * tokens)
                .mapToDouble(i -> {
                    int token = i / tokens;
                    int other = i % tokens;
                    return other == token || (place.causal() && other > token) ? 0 : 1;
                })
                .toArray();
        String name = "others among " + tokens + (place.causal() ? " before" : "");
        return Arithmetic.multiply(
                ConstantTable.of(x, name, others, 1, tokens, tokens),
                Shaping.reshape(present, x.dimension(0), 1, tokens));
    }

    /** The mean over the edges of tokens that are there, as if there were as many in each row; [B]. */
    private Tensor logLikelihood(List<Edge> edges, Tensor present) {
        Tensor all =
                edges.stream().map(Edge::logLikelihood).reduce(Arithmetic::add).orElseThrow(); // [B, n, 1]
        Tensor real = Arithmetic.multiply(Shaping.reshape(all, present.shape()), present);
        double edgesOfARow = (double) settings.edges() * present.dimension(1);
        return Arithmetic.scale(Shaping.reshape(Reductions.sum(real, 1), present.dimension(0)), 1 / edgesOfARow);
    }

    /** Softmax over the token itself and those it has edges to; [B, n, D]. */
    private Tensor heard(Tensor qkv, List<Edge> edges) {
        long batch = qkv.dimension(0);
        long tokens = qkv.dimension(1);
        long width = qkv.dimension(2) / 3;
        Tensor places = places(qkv, edges); // [B, n (a + 1)]
        Tensor queries = Shaping.reshape(
                Shaping.slice(qkv, 2, 0, width), batch * tokens, place.heads(), 1, width / place.heads());
        Tensor keys = chosen(Shaping.slice(qkv, 2, width, width), places); // [B n, H, a + 1, D/H]
        Tensor values = chosen(Shaping.slice(qkv, 2, 2 * width, width), places);
        double scale = 1 / Math.sqrt((double) width / place.heads());
        Tensor logits = Arithmetic.scale(MatMul.apply(queries, keys, false, true), scale); // [B n, H, 1, a + 1]
        Tensor weights = Softmax.softmax(Arithmetic.add(logits, hidden(qkv, edges)));
        return Shaping.reshape(MatMul.apply(weights, values), batch, tokens, width);
    }

    /** Itself, and whom it has edges to. */
    private Tensor places(Tensor like, List<Edge> edges) {
        int batch = Math.toIntExact(like.dimension(0));
        int tokens = Math.toIntExact(like.dimension(1));
        int[] own = IntStream.range(0, batch * tokens).map(i -> i % tokens).toArray();
        Tensor[] all = new Tensor[edges.size() + 1];
        all[0] = ConstantTable.integers(like, "own places of " + batch + " by " + tokens, own, batch, tokens, 1);
        IntStream.range(0, edges.size())
                .forEach(edge -> all[edge + 1] = edges.get(edge).place());
        return Shaping.reshape(Shaping.concatenate(2, all), batch, (long) tokens * all.length);
    }

    /** Rows of x [B, n, D], [B n, H, a + 1, D/H]. */
    private Tensor chosen(Tensor x, Tensor places) {
        long rows = x.dimension(0) * x.dimension(1);
        long count = settings.edges() + 1L;
        Tensor ofTokens = Shaping.reshape(
                Indexing.rowsOfSamples(x, places), rows, count, place.heads(), x.dimension(2) / place.heads());
        return Shaping.permute(ofTokens, 0, 2, 1, 3);
    }

    /** What hides edges that do not exist, [B n, 1, 1, a + 1]. */
    private Tensor hidden(Tensor like, List<Edge> edges) {
        long rows = like.dimension(0) * like.dimension(1);
        Tensor[] exist = new Tensor[edges.size() + 1];
        exist[0] = ConstantTable.ones(like, rows, 1, 1, 1);
        IntStream.range(0, edges.size())
                .forEach(edge ->
                        exist[edge + 1] = Shaping.reshape(edges.get(edge).exists(), rows, 1, 1, 1));
        return Presence.unheard(Shaping.concatenate(3, exist));
    }
}
