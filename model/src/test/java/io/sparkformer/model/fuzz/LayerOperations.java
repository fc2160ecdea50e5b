package io.sparkformer.model.fuzz;

import static io.sparkformer.model.fuzz.Node.Kind.BOUNDED;
import static io.sparkformer.model.fuzz.Node.Kind.MOVED;
import static io.sparkformer.model.fuzz.Node.Kind.PRODUCT;
import static io.sparkformer.model.fuzz.Node.Kind.SUM;

import io.sparkformer.model.operation.Activations;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Indexing;
import io.sparkformer.model.operation.LinearChain;
import io.sparkformer.model.operation.Losses;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Sorting;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.Band;
import io.sparkformer.model.pattern.BlockLocal;
import io.sparkformer.model.pattern.Full;
import io.sparkformer.model.pattern.Global;
import io.sparkformer.model.pattern.Patterns;
import io.sparkformer.model.pattern.RandomKeys;
import io.sparkformer.model.pattern.Strided;
import io.sparkformer.model.pattern.Summary;
import java.util.Arrays;
import java.util.List;

/** Products, the layers of Transformers, choosing by indices, and losses. */
final class LayerOperations {
    static final List<Operation> ALL = List.of(
            LayerOperations::product,
            LayerOperations::squareProduct,
            LayerOperations::linear,
            LayerOperations::linear,
            LayerOperations::linear,
            LayerOperations::feedForward,
            LayerOperations::layerNorm,
            LayerOperations::layerNorm,
            LayerOperations::attention,
            LayerOperations::attention,
            LayerOperations::attentionOfProjections,
            LayerOperations::dropout,
            LayerOperations::embedding,
            LayerOperations::take,
            LayerOperations::sorted,
            LayerOperations::crossEntropy,
            LayerOperations::sparseCrossEntropy,
            LayerOperations::chain,
            LayerOperations::binaryCrossEntropy);

    private static final List<AttentionPattern> PATTERNS = List.of(
            new Band(1),
            new Band(1, 2).or(new Global(1)),
            new BlockLocal(2),
            new Strided(2),
            new Summary(3, 1),
            new RandomKeys(2, 5),
            Patterns.bigBird(2, 1, 3),
            new AttentionPattern.PerHead(List.of(new Full(), new Strided(3).or(new Band(1)))));

    private LayerOperations() {}

    private static void product(Draft draft) {
        Node a = draft.ofRank(2);
        boolean transposeA = draft.chance(0.3);
        boolean transposeB = draft.chance(0.3);
        long inner = a.dimension(transposeA ? -2 : -1);
        long columns = draft.extent();
        long[] shape = a.shape();
        shape[a.rank() - 2] = transposeB ? columns : inner;
        shape[a.rank() - 1] = transposeB ? inner : columns;
        if (a.length() / inner * columns <= Draft.LARGEST && a.length() > 0) {
            Node b = draft.leaf(shape);
            Tensor product = MatMul.apply(a.tensor(), b.tensor(), transposeA, transposeB);
            Tensor scaled = Arithmetic.scale(product, 1 / Math.sqrt((double) inner));
            draft.add(PRODUCT, "scaled matrix product " + transposeA + " " + transposeB, scaled, a, b);
        }
    }

    private static void squareProduct(Draft draft) {
        Node a = draft.ofRank(2);
        if (a.length() / a.dimension(-1) * a.dimension(-2) <= Draft.LARGEST) {
            Tensor product = MatMul.applyTransposed(a.tensor(), a.tensor());
            Tensor scaled = Arithmetic.scale(product, 1 / Math.sqrt((double) a.dimension(-1)));
            draft.add(PRODUCT, "scaled matrix product with its own transpose", scaled, a, a);
        }
    }

    private static void linear(Draft draft) {
        Node x = draft.ofRank(1);
        linear(draft, x, draft.extent());
    }

    private static Node linear(Draft draft, Node x, long outputs) {
        long inputs = x.dimension(-1);
        if (x.length() / inputs * outputs > Draft.LARGEST) {
            return x;
        }
        Node weight = draft.find(node -> node.tensor().hasShape(outputs, inputs), outputs, inputs);
        Node bias = draft.find(node -> node.tensor().hasShape(outputs), outputs);
        Tensor y = Composites.linear(x.tensor(), weight.tensor(), bias.tensor());
        return draft.add(PRODUCT, "linear map", y, x, weight, bias);
    }

    /** As models have it, with what is rounded in bfloat16 between the products. */
    private static void feedForward(Draft draft) {
        Node x = draft.ofRank(2);
        Node hidden = linear(draft, x, draft.extent());
        Node active = draft.add(SUM, "GELU", Composites.gelu(hidden.tensor()), hidden);
        Node y = linear(draft, active, x.dimension(-1));
        if (y.tensor().hasShape(x.shape())) {
            draft.add(SUM, "sum", Arithmetic.add(x.tensor(), y.tensor()), x, y);
        }
    }

    private static void layerNorm(Draft draft) {
        Node x = draft.ofRank(1);
        long width = x.dimension(-1);
        Node gain = draft.leaf(width);
        Node offset = draft.leaf(width);
        double epsilon = draft.oneOf(List.of(1e-2, 1e-5, 1e-6));
        Tensor y = Composites.layerNorm(x.tensor(), gain.tensor(), offset.tensor(), epsilon);
        draft.add(BOUNDED, "layer norm with epsilon " + epsilon, y, x, gain, offset);
    }

    private static void attention(Draft draft) {
        Node x = draft.find(node -> node.rank() == 3 && node.length() <= 100, 1 + draft.below(3), draft.extent(), 5);
        long heads = 1L + draft.below(3);
        long width = heads * (1 + draft.below(5));
        attend(draft, linear(draft, draft.tame(x), 3 * width), heads);
    }

    private static void attentionOfProjections(Draft draft) {
        long heads = 1L + draft.below(3);
        long tokens = draft.extent();
        long most = Math.max(1, Math.min(5, Draft.LARGEST / 2 / (tokens * 3 * heads)));
        attend(draft, draft.parameter(1 + draft.below(2), tokens, 3 * heads * (1 + draft.below((int) most))), heads);
    }

    private static void attend(Draft draft, Node qkv, long heads) {
        if (qkv.rank() != 3 || qkv.dimension(2) % (3 * heads) != 0) {
            return;
        }
        AttentionSettings settings = AttentionSettings.of(Math.toIntExact(heads));
        String text = "attention of " + heads + " heads";
        if (draft.chance(0.4)) {
            settings = settings.withPattern(draft.oneOf(PATTERNS));
            text += ", by " + settings.pattern();
        }
        if (draft.chance(0.4)) {
            settings = settings.withoutFuture();
            text += ", causal";
        }
        if (draft.chance(0.5)) {
            Tensor bias = bias(draft, qkv.dimension(0), heads, qkv.dimension(1));
            settings = settings.withBias(bias);
            text += ", biased by " + bias;
        }
        // A mean of values, however large the logits are.
        draft.add(SUM, text, Composites.selfAttention(qkv.tensor(), settings), qkv);
    }

    /** Padding, a static pattern, or relative positions, a function of inputs. Nothing else is computed from what is huge. */
    private static Tensor bias(Draft draft, long batch, long heads, long tokens) {
        long[] shape = draft.oneOf(List.of(
                new long[] {batch, 1, 1, tokens},
                new long[] {tokens, tokens},
                new long[] {heads, tokens, tokens},
                new long[] {1, 1, tokens, 1},
                new long[] {batch, heads, tokens, tokens},
                new long[0]));
        if (draft.chance(0.3)) {
            return draft.input(shape).tensor();
        }
        draft.setCoarse(); // a token may hear nobody
        return Arithmetic.scale(draft.flags(0.3, shape).tensor(), AttentionSettings.UNHEARD);
    }

    private static void dropout(Draft draft) {
        Node x = draft.find(
                node -> node.rank() >= 1 && node.dimension(0) == RandomGraph.BATCH, RandomGraph.BATCH, draft.extent());
        String name = "mask" + draft.lines().size();
        if (draft.chance(0.5)) {
            draft.add(SUM, "dropout", draft.root().dropout(name, x.tensor(), 0.3), x);
        } else {
            draft.add(SUM, "stochastic depth", draft.root().stochasticDepth(name, x.tensor(), 0.3), x);
        }
    }

    private static void embedding(Draft draft) {
        Node table = draft.find(node -> node.rank() == 2, draft.extent(), draft.extent());
        long[] shape = draft.shape(draft.below(3));
        if (table.dimension(1) * Arrays.stream(shape).reduce(1, Math::multiplyExact) <= Draft.LARGEST) {
            Tensor ids = draft.integers(0, Math.toIntExact(table.dimension(0)), shape);
            draft.add(MOVED, "embedding by " + ids.name(), Composites.embedding(table.tensor(), ids), table);
        }
    }

    private static void take(Draft draft) {
        Node x = draft.ofRank(1);
        int axis = draft.below(x.rank());
        long[] shape = x.shape();
        shape[axis] = draft.extent();
        if (Arrays.stream(shape).reduce(1, Math::multiplyExact) <= Draft.LARGEST) {
            Tensor indices = draft.integers(0, Math.toIntExact(x.dimension(axis)), shape);
            Tensor y = Indexing.alongAxis(x.tensor(), indices, axis);
            draft.add(MOVED, "taken along " + axis + " by " + indices.name(), y, x);
        }
    }

    private static void sorted(Draft draft) {
        Node x = draft.comparable(1);
        int extent = Math.toIntExact(x.dimension(-1));
        int count = 1 + draft.below(extent);
        Sorting.Sorted sorted = switch (draft.below(3)) {
            case 0 -> Sorting.largest(x.tensor(), count);
            case 1 -> Sorting.smallest(x.tensor(), count);
            default -> Sorting.ascending(x.tensor());
        };
        draft.add(MOVED, "sorted " + sorted.values().dimension(-1), sorted.values(), x);
        Node rows = draft.tame(draft.find(node -> node.tensor().hasShape(x.shape()), x.shape()));
        if (draft.chance(0.4)) {
            Tensor taken = Indexing.alongAxis(rows.tensor(), sorted.indices(), x.rank() - 1);
            draft.add(MOVED, "taken where the largest or smallest are of " + x.name(), taken, rows);
        }
    }

    private static void crossEntropy(Draft draft) {
        Node logits = draft.ofRank(1);
        Node other = draft.tame(draft.find(node -> node.tensor().hasShape(logits.shape()), logits.shape()));
        Tensor targets = draft.chance(0.5) ? Softmax.softmax(other.tensor()) : other.tensor();
        draft.add(PRODUCT, "cross-entropy", Losses.crossEntropy(logits.tensor(), targets), logits, other);
    }

    private static void sparseCrossEntropy(Draft draft) {
        Node logits = draft.ofRank(1);
        int classes = Math.toIntExact(logits.dimension(-1));
        long[] rows = Arrays.copyOf(logits.shape(), logits.rank() - 1);
        int ignored = draft.chance(0.5) ? -1 : draft.below(classes);
        Tensor labels = draft.integers(Math.min(0, ignored), classes, rows);
        double smoothing = draft.chance(0.5) ? 0 : 0.1;
        Tensor loss = Losses.sparseCrossEntropy(logits.tensor(), labels, smoothing, ignored);
        draft.add(SUM, "cross-entropy of labels, ignored " + ignored + ", smoothing " + smoothing, loss, logits);
    }

    private static void chain(Draft draft) {
        Node emissions = draft.ofRank(3);
        if (emissions.tensor().rank() != 3) {
            return;
        }
        int tags = Math.toIntExact(emissions.dimension(-1));
        Node transitions = draft.tame(draft.find(node -> node.tensor().hasShape(tags, tags), tags, tags));
        Node ends = draft.tame(draft.find(node -> node.tensor().hasShape(tags), tags));
        Tensor labels = draft.integers(-1, tags, emissions.dimension(0), emissions.dimension(1));
        LinearChain chain = new LinearChain(transitions.tensor(), ends.tensor(), Arithmetic.scale(ends.tensor(), -0.5));
        Tensor loss = chain.negativeLogLikelihood(emissions.tensor(), labels, -1);
        draft.add(SUM, "chain of tags", loss, emissions, transitions, ends);
    }

    private static void binaryCrossEntropy(Draft draft) {
        Node logits = draft.ofRank(1);
        Node other = draft.tame(draft.find(node -> node.tensor().hasShape(logits.shape()), logits.shape()));
        Tensor targets = Activations.sigmoid(other.tensor());
        Tensor loss = Losses.binaryCrossEntropy(logits.tensor(), targets);
        draft.add(PRODUCT, "binary cross-entropy", loss, logits, other);
    }
}
