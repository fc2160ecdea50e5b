package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Distribution;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.Sinusoids;
import io.sparkformer.model.operation.Activations;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Comparison;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Indexing;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Sorting;
import io.sparkformer.model.operation.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The network that chooses edges (Li et al. 2020, section 3.2): an LSTM for each token, of width E, whose state is compared with all tokens and the distances to them.
 *
 * @param initial maps a token to the state before its first edge
 * @param input maps a token to what the state hears of it: the token itself first, then who was chosen
 * @param candidate maps a token to what states are compared with
 * @param gates maps what is heard and the state to the four gates
 * @param distance compares a state with the sinusoid of a distance, [E, 1]
 */
record EdgePredictor(Affine initial, Affine input, Affine candidate, Affine gates, Tensor distance) {
    private static final double DEVIATION = 0.02;

    /** A linear map. */
    private record Affine(Tensor weight, Tensor bias) {
        static Affine of(Scope scope, long inputs, long outputs) {
            return new Affine(
                    scope.weight("weight", Initializer.xavierUniform(inputs, outputs), outputs, inputs),
                    scope.undecayed("bias", Initializer.zeros(), outputs));
        }

        Tensor apply(Tensor x) {
            return Composites.linear(x, weight, bias);
        }
    }

    /** That of a place, whose parameters are there already or not. */
    static EdgePredictor of(Scope place, long tokenWidth, long width) {
        return new EdgePredictor(
                Affine.of(place.child("initial"), tokenWidth, width),
                Affine.of(place.child("input"), tokenWidth, width),
                Affine.of(place.child("candidate"), tokenWidth, width),
                Affine.of(place.child("gates"), 2 * width, 4 * width),
                place.weight("distance", Initializer.normal(DEVIATION), width, 1));
    }

    /**
     * Whom a token hears next.
     *
     * @param place integers, [B, n, 1]
     * @param exists 1, and 0 where there was nobody left to hear, [B, n, 1]
     * @param logLikelihood the logarithm of how likely that was, 0 where nobody was left, [B, n, 1]
     */
    record Edge(Tensor place, Tensor exists, Tensor logLikelihood) {}

    /** An LSTM's output and its cell, [B, n, E]. */
    private record State(Tensor output, Tensor cell) {}

    /**
     * Chooses the edges of all tokens, one after the other.
     *
     * @param draws of the layer, where edges are drawn
     * @param nodes the tokens, [B, n, D]
     * @param free 1 for those that a token may hear, [B, n, n]
     */
    List<Edge> choose(Scope draws, Tensor nodes, Tensor free, int count) {
        Tensor inputs = input.apply(nodes);
        Tensor candidates = candidate.apply(nodes); // [B, n, E]
        Tensor start = Activations.tanh(initial.apply(nodes));
        State state = new State(start, ConstantTable.zeros(start, start.shape()));
        Tensor heard = inputs;
        Tensor left = free;
        List<Edge> edges = new ArrayList<>();
        for (int edge = 0; edge < count; edge++) {
            state = next(state, heard);
            Tensor logits = Arithmetic.add(suitability(state.output, candidates), Presence.unheard(left));
            Tensor scores = draws.drawn("edge." + edge, Distribution.GUMBEL, nodes.dimension(1), nodes.dimension(1))
                    .map(noise -> Arithmetic.add(Arithmetic.detached(logits), noise))
                    .orElse(logits);
            Tensor place = Sorting.order(scores, 1, true); // [B, n, 1]
            Tensor chosen = Comparison.equal(columns(nodes), Comparison.as(place, nodes.type())); // [B, n, n]
            Tensor exists = Products.sums(Arithmetic.multiply(chosen, left));
            Tensor likelihood = Products.sums(Arithmetic.multiply(chosen, Softmax.finiteLogSoftmax(logits)));
            edges.add(new Edge(place, exists, Arithmetic.multiply(likelihood, exists)));
            left = Arithmetic.subtract(left, Arithmetic.multiply(left, chosen));
            heard = Indexing.rowsOfSamples(inputs, Shaping.reshape(place, nodes.dimension(0), nodes.dimension(1)));
        }
        return edges;
    }

    /** Hochreiter and Schmidhuber 1997, with forget gates: of the four parts input, forget, candidate and output. */
    private State next(State state, Tensor heard) {
        Tensor all = gates.apply(Shaping.concatenate(2, heard, state.output)); // [B, n, 4 E]
        Tensor entering = Arithmetic.multiply(Activations.sigmoid(part(all, 0)), Activations.tanh(part(all, 2)));
        Tensor kept = Arithmetic.multiply(Activations.sigmoid(part(all, 1)), state.cell);
        Tensor cell = Arithmetic.add(kept, entering);
        return new State(Arithmetic.multiply(Activations.sigmoid(part(all, 3)), Activations.tanh(cell)), cell);
    }

    private static Tensor part(Tensor gates, int number) {
        long width = gates.dimension(2) / 4;
        return Shaping.slice(gates, 2, number * width, width);
    }

    /** How much a token's state suits each token, [B, n, n]. */
    private Tensor suitability(Tensor states, Tensor candidates) {
        double scale = 1 / Math.sqrt((double) states.dimension(2));
        Tensor products = Arithmetic.scale(MatMul.apply(states, candidates, false, true), scale);
        return Arithmetic.add(products, byDistance(states));
    }

    /** What is learned of each distance, [1, n, n]. */
    private Tensor byDistance(Tensor like) {
        int tokens = Math.toIntExact(like.dimension(1));
        int width = Math.toIntExact(like.dimension(2));
        double[] rows = IntStream.rangeClosed(1 - tokens, tokens - 1)
                .mapToObj(i -> Sinusoids.row(-i, width, Sinusoids.Arrangement.INTERLEAVED))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        long count = 2L * tokens - 1;
        Tensor sinusoids =
                ConstantTable.of(like, "distances of edges among " + tokens + " of width " + width, rows, count, width);
        Tensor learned = Shaping.reshape(MatMul.apply(sinusoids, distance), 1, 1, 1, count);
        Tensor ofTokens = Shaping.broadcastTo(learned, 1, 1, tokens, count);
        return Shaping.reshape(RelativeMechanism.shifted(ofTokens, tokens), 1, tokens, tokens);
    }

    /** 0, 1, 2, ... [1, 1, n]. */
    private static Tensor columns(Tensor like) {
        int tokens = Math.toIntExact(like.dimension(1));
        double[] values = IntStream.range(0, tokens).asDoubleStream().toArray();
        return ConstantTable.of(like, "columns of " + tokens, values, 1, 1, tokens);
    }
}
