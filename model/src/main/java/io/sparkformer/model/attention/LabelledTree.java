package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Heads;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.pattern.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Attention over a tree whose keys have labels (Ye et al. 2019, section 3.2): the logit of a leaf i and a node j is q_i (k_j + r) / sqrt(D/H),
 * where r is learned for the side, the level of j and its distance in nodes of that level, and is the same for all heads. What a span hears has
 * one label in the paper, which changes nothing: it adds the same to all logits of a softmax; so there is none here.
 *
 * <p>The leaves that hear the same nodes of a level lie side by side ({@link TreeSide}), so that no leaf's keys are gathered by themselves:
 * for each of n / 2^j groups k + 1 of them are, and a product of matrices compares them with 2^j queries. Memory is that of the logits, n
 * times 2 (k + 1) for each level, and of about 4 n (k + 1) keys and values.
 *
 * @param degree k
 * @param clip the level from which on labels are the same
 * @param causal whether leaves hear nothing that comes later
 * @param heads H
 * @param bias of nodes, [B, 1, 1, N]; empty if all are heard
 */
record LabelledTree(int degree, int clip, boolean causal, int heads, Optional<Tensor> bias)
        implements AttentionMechanism {
    /** With which labels start. */
    private static final double DEVIATION = 0.02;

    @Override
    public Tensor apply(Scope scope, Tensor x, Tensor qkv) {
        int leaves = Tree.leaves(Math.toIntExact(qkv.dimension(1)));
        Heads split = Heads.of(qkv, heads);
        Tensor queries = split.scaledQueries(); // [B, H, N, D/H]
        Tensor keys = Shaping.slice(split.keys(), 2, 0, leaves); // [B, H, n, D/H]
        Tensor values = Shaping.slice(split.values(), 2, 0, leaves);
        List<TreeNeighbours> neighbours = TreeNeighbours.of(sides(leaves), heads, qkv, bias);
        Tensor own = Shaping.slice(queries, 2, 0, leaves);
        List<Tensor> levels = new ArrayList<>();
        levels.add(ofLeaves(own, keys, values, neighbours, labels(scope, queries.dimension(3))));
        for (int size = 2; size <= leaves; size *= 2) {
            int spans = leaves / size;
            levels.add(ofSpans(Shaping.slice(queries, 2, 2L * (leaves - spans), spans), keys, values));
        }
        Tensor heard = Shaping.concatenate(2, levels.toArray(new Tensor[0])); // [B, H, N, D/H]
        return Heads.merge(heard);
    }

    /** That of the own key, and for each level and side k + 1; [labels, D/H]. */
    private Tensor labels(Scope scope, long headWidth) {
        long labels = 1 + (clip + 1L) * sides() * (degree + 1);
        return scope.undecayed("labels", Initializer.normal(DEVIATION), labels, headWidth);
    }

    private int sides() {
        return causal ? 1 : 2;
    }

    /** The label of the nearest node. */
    private int firstLabel(TreeSide side) {
        int pair = Math.min(side.level(), clip) * sides() + (side.right() ? 1 : 0);
        return 1 + pair * (degree + 1);
    }

    private List<TreeSide> sides(int leaves) {
        List<TreeSide> all = new ArrayList<>();
        for (int level = 0; new TreeSide(degree, leaves, level, false).reaches(); level++) {
            for (int side = 0; side < sides(); side++) {
                all.add(new TreeSide(degree, leaves, level, side == 1));
            }
        }
        return all;
    }

    /** What spans of a level hear of the leaves below them, [B, H, spans, D/H]. */
    private Tensor ofSpans(Tensor queries, Tensor keys, Tensor values) {
        long spans = queries.dimension(2);
        long size = keys.dimension(2) / spans;
        Tensor logits = MatMul.applyTransposed(groups(queries, spans, 1), groups(keys, spans, size));
        Tensor biased = bias.map(given -> {
                    Tensor ofLeaves = Shaping.slice(given, 3, 0, spans * size);
                    return Arithmetic.add(logits, Shaping.reshape(ofLeaves, given.dimension(0), 1, spans, 1, size));
                })
                .orElse(logits); // [B, H, spans, 1, size]
        return Shaping.reshape(
                MatMul.apply(Softmax.besideSilence(biased), groups(values, spans, size)), queries.shape());
    }

    private static Tensor groups(Tensor x, long count, long size) {
        return Shaping.reshape(x, x.dimension(0), x.dimension(1), count, size, x.dimension(3));
    }

    /** What the leaves hear, [B, H, n, D/H]. */
    private Tensor ofLeaves(
            Tensor queries, Tensor keys, Tensor values, List<TreeNeighbours> neighbours, Tensor labels) {
        Tensor ofLabels = ofLabels(queries, labels); // [B, H, n, labels]
        List<Tensor> logits = new ArrayList<>();
        logits.add(Arithmetic.add(ofThemselves(queries, keys), Shaping.slice(ofLabels, 3, 0, 1)));
        for (TreeNeighbours some : neighbours) {
            Tensor label = Shaping.slice(ofLabels, 3, firstLabel(some.side()), degree + 1L);
            logits.add(Arithmetic.add(some.logits(queries), label)); // [B, H, n, k + 1]
        }
        Tensor weights = Softmax.besideSilence(Shaping.concatenate(3, logits.toArray(new Tensor[0])));
        Tensor heard =
                Arithmetic.multiply(Products.repeated(Shaping.slice(weights, 3, 0, 1), values.dimension(3)), values);
        long from = 1;
        for (TreeNeighbours some : neighbours) {
            heard = Arithmetic.add(heard, some.heard(Shaping.slice(weights, 3, from, degree + 1L)));
            from += degree + 1L;
        }
        return heard;
    }

    private static Tensor ofLabels(Tensor queries, Tensor labels) {
        long headWidth = queries.dimension(3);
        Tensor flat = Shaping.reshape(queries, queries.length() / headWidth, headWidth);
        return Shaping.reshape(
                MatMul.applyTransposed(flat, labels),
                queries.dimension(0),
                queries.dimension(1),
                queries.dimension(2),
                labels.dimension(0));
    }

    /** [B, H, n, 1]. */
    private Tensor ofThemselves(Tensor queries, Tensor keys) {
        long leaves = queries.dimension(2);
        Tensor logits = Products.sums(Arithmetic.multiply(queries, keys));
        return bias.map(given -> Arithmetic.add(
                        logits, Shaping.reshape(Shaping.slice(given, 3, 0, leaves), given.dimension(0), 1, leaves, 1)))
                .orElse(logits);
    }
}
