package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Comparison;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Elementwise;
import io.sparkformer.model.operation.Heads;
import io.sparkformer.model.operation.Indexing;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Sorting;
import io.sparkformer.model.operation.Tensor;

/**
 * {@link RoutingAttention} in a layer.
 *
 * @param settings clusters and how centroids move
 * @param place of the layer
 * @param heads H, that route
 */
record RoutingMechanism(RoutingAttention settings, AttentionPlace place, int heads) implements AttentionMechanism {
    private static final double EPSILON = 1e-5;

    /**
     * The tokens of each head of each sample, S = B H.
     *
     * @param queries normalised, [S, n, d]
     * @param keys the same
     * @param values [S, n, d]
     * @param present 1, and 0 where there is no token, [S, n, 1]
     * @param centroids of each head, [S, k, d]
     */
    private record Tokens(Tensor queries, Tensor keys, Tensor values, Tensor present, Tensor centroids) {}

    @Override
    public Tensor apply(Scope scope, Tensor x, Tensor qkv) {
        long width = qkv.dimension(2) / 3 / heads;
        int clusters = settings.clusters();
        Tensor centroids =
                scope.averaged("centroids", Initializer.normal(1), 1 - settings.decay(), heads, clusters, width);
        Tokens tokens = tokens(Heads.of(qkv, heads), x, centroids);
        place.layers().scope().penalty(movement(centroids, tokens));
        Tensor heard = Arithmetic.multiply(heard(tokens), tokens.present); // [S, n, d]
        return Heads.merge(Shaping.reshape(heard, x.dimension(0), heads, x.dimension(1), width));
    }

    private Tokens tokens(Heads of, Tensor x, Tensor centroids) {
        long sequences = x.dimension(0) * heads;
        long tokens = x.dimension(1);
        Tensor ones = ConstantTable.ones(x, x.dimension(0), heads, tokens, 1);
        Tensor present = Padding.bias(place, settings)
                .map(bias -> Elementwise.exp(Shaping.reshape(bias, x.dimension(0), 1, tokens, 1)))
                .map(column -> Arithmetic.multiply(ones, column))
                .orElse(ones);
        Tensor ofSamples = Shaping.broadcastTo(
                Shaping.reshape(centroids, 1, heads, settings.clusters(), centroids.dimension(2)),
                x.dimension(0),
                heads,
                settings.clusters(),
                centroids.dimension(2));
        Tensor queries = normalized(sequences(of.queries()));
        return new Tokens(
                queries,
                place.causal() ? queries : normalized(sequences(of.keys())),
                sequences(of.values()),
                Shaping.reshape(present, sequences, tokens, 1),
                sequences(ofSamples));
    }

    /** x [B, H, m, d] as [S, m, d]. */
    private static Tensor sequences(Tensor x) {
        return Shaping.reshape(x, x.dimension(0) * x.dimension(1), x.dimension(2), x.dimension(3));
    }

    /** Less its mean, over its deviation; of each row of x [S, n, d]. */
    private static Tensor normalized(Tensor x) {
        double share = 1.0 / x.dimension(2);
        Tensor centered = Arithmetic.subtract(x, Arithmetic.scale(Products.sums(x), share));
        Tensor variance = Arithmetic.scale(Products.sums(Arithmetic.square(centered)), share);
        return Arithmetic.multiply(centered, Elementwise.reciprocalRoot(Arithmetic.shift(variance, EPSILON)));
    }

    private Tensor heard(Tokens tokens) {
        long sequences = tokens.queries.dimension(0);
        int count = Math.toIntExact(tokens.queries.dimension(1));
        long clusters = settings.clusters();
        int capacity = (count + settings.clusters() - 1) / settings.clusters(); // w
        Tensor asking = nearest(tokens.queries, tokens, capacity); // [S, k w]
        Tensor answering = place.causal() ? asking : nearest(tokens.keys, tokens, capacity);
        Tensor queries = chosen(tokens.queries, asking, capacity); // [S, k, w, d]
        Tensor keys = chosen(tokens.keys, answering, capacity);
        Tensor values = chosen(tokens.values, answering, capacity);
        Tensor there = chosen(tokens.present, answering, capacity); // [S, k, w, 1]
        Tensor bias = Shaping.reshape(Presence.unheard(there), sequences, clusters, 1, capacity);
        Tensor all = Arithmetic.add(Heads.logits(queries, keys), bias); // [S, k, w, w]
        Tensor logits = place.causal() ? Arithmetic.add(all, order(asking, clusters, tokens.values)) : all;
        Tensor answers = Shaping.reshape(
                MatMul.apply(Softmax.besideSilence(logits), values),
                sequences,
                clusters * capacity,
                values.dimension(3));
        Tensor times = Indexing.sumsOfSamples(
                ConstantTable.ones(answers, sequences, clusters * capacity, 1), asking, count); // [S, n, 1]
        Tensor never = Comparison.equal(times, ConstantTable.zeros(times, 1, 1, 1));
        return Arithmetic.divide(Indexing.sumsOfSamples(answers, asking, count), Arithmetic.add(times, never));
    }

    /** What hides those that come later, and the token itself if it hears anybody else; [S, k, w, w]. */
    private static Tensor order(Tensor places, long clusters, Tensor like) {
        Tensor real = Comparison.as(places, like.type());
        long capacity = places.dimension(1) / clusters;
        Tensor queries = Shaping.reshape(real, places.dimension(0), clusters, capacity, 1);
        Tensor keys = Shaping.reshape(real, places.dimension(0), clusters, 1, capacity);
        return Arithmetic.add(
                Arithmetic.scale(Comparison.greater(keys, queries), AttentionSettings.FORBIDDEN),
                Arithmetic.scale(Comparison.equal(keys, queries), LshMechanism.SELF));
    }

    /** Of each centroid the tokens that are nearest to it, those that are not there last; [S, k w]. */
    private static Tensor nearest(Tensor x, Tokens tokens, int capacity) {
        Tensor products = MatMul.apply(tokens.centroids, x, false, true); // [S, k, n]
        Tensor hidden = Shaping.reshape(Presence.unheard(tokens.present), x.dimension(0), 1, x.dimension(1));
        Tensor order = Sorting.order(Arithmetic.add(products, hidden), capacity, true);
        return Shaping.reshape(order, x.dimension(0), products.dimension(1) * capacity);
    }

    private Tensor chosen(Tensor x, Tensor places, int capacity) {
        return Shaping.reshape(
                Indexing.rowsOfSamples(x, places), x.dimension(0), settings.clusters(), capacity, x.dimension(2));
    }

    /**
     * Nothing, [B], whose gradient with respect to the centroids is what lies between them and the means of what is nearest to them.
     */
    private Tensor movement(Tensor centroids, Tokens tokens) {
        long batch = tokens.queries.dimension(0) / heads;
        Tensor way = Arithmetic.detached(way(tokens)); // [S, k, d]
        Tensor along = Arithmetic.multiply(tokens.centroids, way);
        Tensor sums = Reductions.sum(Shaping.reshape(along, batch, centroids.length()), 1); // [B, 1]
        return Shaping.reshape(Arithmetic.subtract(sums, Arithmetic.detached(sums)), batch);
    }

    /** centroid - mean, and zeros where no token is nearest; [S, k, d]. */
    private static Tensor way(Tokens tokens) {
        Tensor ofQueries = membership(tokens.queries, tokens); // [S, n, k]
        Tensor ofKeys = membership(tokens.keys, tokens);
        Tensor sums = Arithmetic.add(
                MatMul.apply(ofQueries, tokens.queries, true, false), MatMul.apply(ofKeys, tokens.keys, true, false));
        Tensor ones = tokens.present; // whoever is not there belongs to nobody
        Tensor counts =
                Arithmetic.add(MatMul.apply(ofQueries, ones, true, false), MatMul.apply(ofKeys, ones, true, false));
        Tensor any = Comparison.greater(counts, ConstantTable.zeros(counts, 1, 1, 1)); // [S, k, 1]
        double length = tokens.queries.dimension(2);
        Tensor squares = Arithmetic.shift(Arithmetic.scale(Products.sums(Arithmetic.square(sums)), 1 / length), 1e-12);
        Tensor means = Arithmetic.multiply(sums, Elementwise.reciprocalRoot(squares)); // of length sqrt(d)
        return Arithmetic.multiply(Arithmetic.subtract(tokens.centroids, means), any);
    }

    /** 1 where a token is nearest to a centroid, and is there; [S, n, k]. */
    private static Tensor membership(Tensor x, Tokens tokens) {
        Tensor products = MatMul.apply(x, tokens.centroids, false, true);
        return Arithmetic.multiply(Sorting.onlyLargest(products), tokens.present);
    }
}
