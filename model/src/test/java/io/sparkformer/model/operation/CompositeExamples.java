package io.sparkformer.model.operation;

import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.Band;
import io.sparkformer.model.pattern.BlockLocal;
import io.sparkformer.model.pattern.Full;
import io.sparkformer.model.pattern.Global;
import io.sparkformer.model.pattern.Patterns;
import io.sparkformer.model.pattern.RandomKeys;
import io.sparkformer.model.pattern.Strided;
import io.sparkformer.model.pattern.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Composites at sizes that reach the vectorised bodies of fast kernels and their remainders. */
public final class CompositeExamples {
    private CompositeExamples() {}

    /** Examples small enough for finite differences. */
    public static Stream<OperationExample> small() {
        return Stream.of(activations(), indexing(), losses(), images(), attention(), sparseAttention(), repeated())
                .flatMap(List::stream);
    }

    /** The small ones, and those that fast kernels take in several blocks or that jump within a difference's step. */
    public static Stream<OperationExample> all() {
        return Stream.of(small(), large().stream(), longAttention().stream(), longSparseAttention().stream())
                .flatMap(stream -> stream);
    }

    private static List<OperationExample> indexing() {
        return List.of(
                new OperationExample(
                        "embedding of a small vocabulary, many repeated ids",
                        o -> Composites.embedding(o.real("table", 11, 37), o.integers("ids", 0, 11, 5, 29))),
                new OperationExample(
                        "embedding of a single id",
                        o -> Composites.embedding(o.real("table", 3, 13), o.integers("id", 1, 2, 1))),
                new OperationExample(
                        "take along the last axis",
                        o -> Indexing.alongAxis(o.real("x", 3, 5, 19), o.integers("i", 0, 19, 3, 5, 41), 2)),
                new OperationExample(
                        "take along a middle axis",
                        o -> Indexing.alongAxis(o.real("x", 3, 5, 19), o.integers("i", 0, 5, 3, 2, 19), 1)),
                new OperationExample(
                        "largest of each row",
                        o -> Sorting.largest(o.real("x", 2, 7), 3).values()),
                new OperationExample(
                        "sorted rows", o -> Sorting.ascending(o.real("x", 2, 7)).values()),
                new OperationExample("kept by a mask", o -> {
                    Tensor x = o.real("x", 3, 5, 4);
                    Tensor mask = Selection.mask(x, new boolean[] {true, false, false, true}, 4);
                    return Selection.keep(mask, x, -3);
                }),
                new OperationExample("chosen by a mask", o -> {
                    Tensor x = o.real("x", 3, 2, 2);
                    Tensor mask = Selection.mask(x, new boolean[] {true, false, false, true}, 2, 2);
                    return Selection.where(mask, x, o.real("z", 3, 2, 2));
                }),
                new OperationExample(
                        "embedding of a large vocabulary, few ids",
                        o -> Composites.embedding(o.real("table", 1003, 16), o.integers("ids", 0, 1003, 13))));
    }

    private static List<OperationExample> losses() {
        return List.of(
                new OperationExample(
                        "cross-entropy",
                        o -> Losses.crossEntropy(o.real("x", 3, 7, 11), Softmax.softmax(o.real("t", 3, 7, 11)))),
                new OperationExample(
                        "cross-entropy of targets that are no distributions",
                        o -> Losses.crossEntropy(o.real("x", 3, 17), o.real("t", 3, 17))),
                new OperationExample(
                        "sparse cross-entropy",
                        o -> Losses.sparseCrossEntropy(o.real("x", 4, 9, 11), o.integers("l", -1, 11, 4, 9), 0, -1)),
                new OperationExample(
                        "sparse cross-entropy, smoothed",
                        o -> Losses.sparseCrossEntropy(o.real("x", 37, 11), o.integers("l", 0, 11, 37), 0.1, 3)),
                new OperationExample(
                        "chains of tags",
                        o -> chain(o, 5).negativeLogLikelihood(o.real("x", 3, 7, 5), o.integers("l", -1, 5, 3, 7), -1)),
                new OperationExample(
                        "chains of two places",
                        o -> chain(o, 3).negativeLogLikelihood(o.real("x", 4, 2, 3), o.integers("l", 0, 3, 4, 2), -1)),
                new OperationExample(
                        "binary cross-entropy",
                        o -> Losses.binaryCrossEntropy(o.real("x", 5, 11), Activations.sigmoid(o.real("t", 5, 11)))));
    }

    private static LinearChain chain(OperationExample.Operands operands, int tags) {
        return new LinearChain(
                operands.real("transitions", tags, tags), operands.real("first", tags), operands.real("last", tags));
    }

    /** Rows in which some elements nearly equal others; rows of which several make a block, rows that are a block each, and a last block of fewer rows. */
    private static List<OperationExample> large() {
        return List.of(
                new OperationExample(
                        "linear map to a vocabulary",
                        o -> Composites.linear(o.real("x", 7, 24), o.real("w", 5003, 24), o.real("b", 5003))),
                new OperationExample("linear map by the table of the embedding", o -> {
                    Tensor table = o.real("table", 1003, 16);
                    Tensor embedded = Composites.embedding(table, o.integers("ids", 0, 1003, 13));
                    return Composites.linear(embedded, table, o.real("b", 1003));
                }),
                new OperationExample("a table embeds twice and decodes", o -> {
                    Tensor table = o.real("table", 103, 16);
                    Tensor first = Composites.embedding(table, o.integers("first", 0, 103, 13));
                    Tensor second = Composites.embedding(table, o.integers("second", 0, 103, 13));
                    return Composites.linear(Arithmetic.multiply(first, second), table, o.real("b", 103));
                }),
                new OperationExample("an embedding of a sum is added to what else becomes of it", o -> {
                    Tensor table = Arithmetic.add(o.real("a", 103, 16), o.real("b", 103, 16));
                    Tensor some = Composites.embedding(table, o.integers("ids", 0, 103, 103));
                    return Arithmetic.multiply(Activations.sigmoid(table), some);
                }),
                new OperationExample(
                        "largest of longer rows",
                        o -> Sorting.largest(o.real("x", 3, 5, 41), 7).values()),
                new OperationExample(
                        "max pooling of many channels",
                        o -> Pooling.apply(Pooling.Kind.MAX, o.real("x", 3, 17, 12, 9), Window.square(3, 2, 1))),
                new OperationExample(
                        "longer rows sorted",
                        o -> Sorting.ascending(o.real("x", 3, 5, 41)).values()),
                new OperationExample(
                        "cross-entropy in several blocks",
                        o -> Losses.crossEntropy(o.real("x", 37, 2003), Softmax.softmax(o.real("t", 37, 2003)))),
                new OperationExample(
                        "sparse cross-entropy in several blocks",
                        o -> Losses.sparseCrossEntropy(o.real("x", 37, 2003), o.integers("l", 0, 9, 37), 0.1, 3)),
                new OperationExample(
                        "sparse cross-entropy of a vocabulary, half of the rows ignored",
                        o -> Losses.sparseCrossEntropy(o.real("x", 8, 40009), o.integers("l", -1, 1, 8), 0.1, -1)),
                new OperationExample(
                        "long chains of tags",
                        o -> chain(o, 9)
                                .negativeLogLikelihood(o.real("x", 2, 203, 9), o.integers("l", -1, 9, 2, 203), -1)),
                new OperationExample(
                        "binary cross-entropy in several blocks",
                        o -> Losses.binaryCrossEntropy(
                                o.real("x", 37, 2003), Activations.sigmoid(o.real("t", 37, 2003)))));
    }

    private static List<OperationExample> images() {
        return List.of(
                new OperationExample(
                        "group norm",
                        o -> Composites.groupNorm(o.real("x", 2, 6, 5, 3), o.real("g", 6), o.real("b", 6), 2, 1e-5)),
                new OperationExample(
                        "convolution",
                        o -> Convolution.apply(
                                o.real("x", 2, 5, 11, 9),
                                o.real("w", 7, 5, 3, 3),
                                o.real("b", 7),
                                Window.square(3, 2, 1))),
                new OperationExample(
                        "convolution without bias",
                        o -> Convolution.apply(
                                o.real("x", 2, 16, 8, 8), o.real("w", 16, 16, 3, 3), null, Window.square(3, 1, 1))),
                new OperationExample(
                        "convolution of single places",
                        o -> Convolution.apply(
                                o.real("x", 2, 8, 4, 5),
                                o.real("w", 6, 8, 1, 1),
                                o.real("b", 6),
                                Window.square(1, 1, 0))),
                new OperationExample(
                        "transposed convolution",
                        o -> Convolution.transposed(
                                o.real("x", 2, 5, 4, 3),
                                o.real("w", 5, 7, 4, 4),
                                o.real("b", 7),
                                Window.square(4, 2, 1))),
                new OperationExample(
                        "transposed convolution without bias",
                        o -> Convolution.transposed(
                                o.real("x", 2, 5, 4, 3), o.real("w", 5, 7, 2, 2), null, Window.square(2, 2, 0))),
                new OperationExample(
                        "max pooling",
                        o -> Pooling.apply(Pooling.Kind.MAX, o.real("x", 1, 2, 5, 4), Window.square(3, 2, 1))),
                new OperationExample(
                        "average pooling",
                        o -> Pooling.apply(Pooling.Kind.AVERAGE, o.real("x", 2, 5, 11, 9), Window.square(3, 2, 1))),
                new OperationExample(
                        "bilinear resize",
                        o -> Resizing.bilinear(o.real("x", 2, 3, 5, 4), 11, 9, Resizing.Alignment.HALF_PIXEL)));
    }

    private static List<OperationExample> activations() {
        List<OperationExample> examples = new ArrayList<>();
        for (ActivationFunction function : ActivationFunction.values()) {
            examples.add(new OperationExample(
                    function.toString(), o -> Composites.activation(function, o.real("x", 3, 5, 37))));
        }
        examples.add(new OperationExample("tanh", o -> Activations.tanh(o.real("x", 3, 37))));
        examples.add(new OperationExample("sigmoid", o -> Activations.sigmoid(o.real("x", 3, 37))));
        return examples;
    }

    /** Calls that take one tensor twice. */
    private static List<OperationExample> repeated() {
        return List.of(
                new OperationExample("layer norm whose gain is its offset", o -> {
                    Tensor gain = o.real("g", 7);
                    return Composites.layerNorm(o.real("x", 3, 7), gain, gain, 1e-5);
                }),
                new OperationExample("cross-entropy of logits that are the targets", o -> {
                    Tensor x = o.real("x", 3, 7);
                    return Losses.crossEntropy(x, x);
                }),
                new OperationExample("linear map by the input", o -> {
                    Tensor x = o.real("x", 5, 7);
                    return Composites.linear(x, x, o.real("b", 5));
                }));
    }

    private static List<OperationExample> attention() {
        AttentionSettings two = AttentionSettings.of(2);
        return List.of(
                new OperationExample(
                        "attention of a single token", o -> Composites.selfAttention(o.real("qkv", 3, 1, 24), 2)),
                new OperationExample(
                        "attention by heads of width 1", o -> Composites.selfAttention(o.real("qkv", 3, 5, 9), 3)),
                new OperationExample("attention", o -> Composites.selfAttention(o.real("qkv", 2, 5, 18), 3)),
                new OperationExample(
                        "causal attention",
                        o -> Composites.selfAttention(o.real("qkv", 2, 7, 12), two.withoutFuture())),
                new OperationExample(
                        "attention without padding",
                        o -> Composites.selfAttention(
                                o.real("qkv", 3, 5, 12), two.withBias(o.mask("padding", 3, 1, 1, 5)))),
                new OperationExample(
                        "attention of a sample of padding alone",
                        o -> Composites.selfAttention(
                                o.real("qkv", 2, 5, 12), two.withBias(o.firstUnheard("padding", 2, 1, 1, 5)))),
                new OperationExample(
                        "causal attention behind padding",
                        o -> Composites.selfAttention(
                                o.real("qkv", 2, 6, 12),
                                two.withBias(o.mask("before", 2, 1, 1, 6)).withoutFuture())),
                new OperationExample(
                        "attention by a static pattern",
                        o -> Composites.selfAttention(o.real("qkv", 2, 6, 12), two.withBias(o.mask("pattern", 6, 6)))),
                new OperationExample(
                        "attention by a pattern of each head, causal",
                        o -> Composites.selfAttention(
                                o.real("qkv", 2, 6, 12),
                                two.withBias(o.mask("pattern", 2, 6, 6)).withoutFuture())));
    }

    /** Of several tiles: some samples each, some heads each, and some queries each. */
    private static List<OperationExample> longAttention() {
        AttentionSettings three = AttentionSettings.of(3);
        return List.of(
                new OperationExample(
                        "attention, some samples at once, weights kept",
                        o -> Composites.selfAttention(o.real("qkv", 9, 120, 3 * 3 * 64), 3)),
                new OperationExample(
                        "attention, some heads at once",
                        o -> Composites.selfAttention(
                                o.real("qkv", 2, 333, 3 * 3 * 16), three.withBias(o.mask("padding", 2, 1, 1, 333)))),
                new OperationExample(
                        "attention, some queries at once",
                        o -> Composites.selfAttention(
                                o.real("qkv", 2, 700, 3 * 3 * 8), three.withBias(o.mask("pattern", 700, 700)))),
                new OperationExample(
                        "attention of padding alone, some queries at once",
                        o -> Composites.selfAttention(
                                o.real("qkv", 2, 700, 3 * 3 * 8),
                                three.withBias(o.firstUnheard("padding", 2, 1, 1, 700)))),
                new OperationExample(
                        "causal attention, some queries at once",
                        o -> Composites.selfAttention(
                                o.real("qkv", 2, 700, 3 * 3 * 8),
                                three.withBias(o.mask("padding", 2, 1, 1, 700)).withoutFuture())),
                new OperationExample(
                        "attention by a pattern of each sample and head, some queries at once",
                        o -> Composites.selfAttention(
                                o.real("qkv", 2, 300, 3 * 2 * 8),
                                AttentionSettings.of(2).withBias(o.mask("pattern", 2, 2, 300, 300)))),
                new OperationExample(
                        "attention by a number for each query, some queries at once",
                        o -> Composites.selfAttention(
                                o.real("qkv", 2, 300, 3 * 2 * 8),
                                AttentionSettings.of(2).withBias(o.mask("pattern", 2, 1, 300, 1)))),
                new OperationExample(
                        "attention of few, some queries at once",
                        o -> Composites.selfAttention(Arithmetic.scale(o.real("qkv", 2, 300, 3 * 2 * 8), 4), 2)));
    }

    private static List<OperationExample> sparseAttention() {
        return List.of(
                headsApart(),
                new OperationExample(
                        "attention by a band", o -> Composites.selfAttention(o.real("qkv", 2, 6, 12), by(new Band(1)))),
                new OperationExample(
                        "attention of queries without keys",
                        o -> Composites.selfAttention(o.real("qkv", 2, 9, 12), by(new Summary(3, 1).causal()))),
                new OperationExample(
                        "attention by a pattern of each head, without padding",
                        o -> Composites.selfAttention(
                                o.real("qkv", 2, 7, 12),
                                by(new RandomKeys(3, 5)).withBias(o.mask("padding", 2, 1, 1, 7)))));
    }

    /** Two heads of three that read alike, with one between them that does not. */
    private static OperationExample headsApart() {
        AttentionPattern pattern = new AttentionPattern.PerHead(List.of(new Full(), new Strided(3).or(new Band(1))));
        return new OperationExample(
                "attention of three heads in turns",
                o -> Composites.selfAttention(
                        o.real("qkv", 1, 7, 27), AttentionSettings.of(3).withPattern(pattern)));
    }

    /** Tiles of several blocks of keys, with masks and without, of neighbours and at strides. */
    private static List<OperationExample> longSparseAttention() {
        return List.of(
                sparse("a band", 700, by(new Band(40))),
                sparse("blocks", 512, by(new BlockLocal(64))),
                sparse("a dilated band", 500, by(new Band(10, 3).or(new Global(1)))),
                sparse("columns", 600, by(new Strided(25))),
                sparse("Longformer", 300, by(Patterns.longformer(16, 2))),
                sparse("BigBird", 410, by(Patterns.bigBird(16, 3, 7))),
                sparse(
                        "a stride and a band, with as many places as strides do not fill",
                        511,
                        by(new Band(24).or(new Strided(24)))),
                sparse("a stride, causal", 600, by(Patterns.sparseStrided(24))),
                sparse("summaries, causal", 600, by(Patterns.sparseFixed(24, 3))),
                sparse("summaries alone, causal", 300, by(new Summary(24, 3).causal())),
                sparse(
                        "heads in turns",
                        450,
                        by(new AttentionPattern.PerHead(List.of(
                                new Band(8), new Strided(24).or(new Band(2)).causal())))),
                new OperationExample(
                        "attention by a stride, several documents in a row, no padding",
                        o -> Composites.selfAttention(
                                o.real("qkv", 2, 333, 3 * 2 * 16),
                                by(Patterns.sparseStrided(24)).withBias(o.mask("documents", 2, 1, 333, 333)))));
    }

    private static OperationExample sparse(String name, long tokens, AttentionSettings settings) {
        return new OperationExample(
                "attention by " + name,
                o -> Composites.selfAttention(
                        o.real("qkv", 2, tokens, 48L * settings.heads()),
                        settings.withBias(o.mask("padding", 2, 1, 1, tokens))));
    }

    private static AttentionSettings by(AttentionPattern pattern) {
        return AttentionSettings.of(2).withPattern(pattern);
    }
}
