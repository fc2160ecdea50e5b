package io.sparkformer.jobs.arena;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.model.attention.Attention;
import io.sparkformer.model.attention.AttentionByScore;
import io.sparkformer.model.attention.AxialAttention;
import io.sparkformer.model.attention.CompressedAttention;
import io.sparkformer.model.attention.EdgeAttention;
import io.sparkformer.model.attention.ExactAttention;
import io.sparkformer.model.attention.ExtendedAttention;
import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.attention.LinearAttention;
import io.sparkformer.model.attention.Linformer;
import io.sparkformer.model.attention.LongformerAttention;
import io.sparkformer.model.attention.LshAttention;
import io.sparkformer.model.attention.Performer;
import io.sparkformer.model.attention.RelativeAttention;
import io.sparkformer.model.attention.Reversible;
import io.sparkformer.model.attention.RoutingAttention;
import io.sparkformer.model.attention.Sandwich;
import io.sparkformer.model.attention.Segments;
import io.sparkformer.model.attention.SetAttention;
import io.sparkformer.model.attention.ShuffleExchange;
import io.sparkformer.model.attention.SinkhornAttention;
import io.sparkformer.model.attention.StarAttention;
import io.sparkformer.model.attention.TreeAttention;
import io.sparkformer.model.attention.Universal;
import io.sparkformer.model.language.EmbeddingConfig.Positions;
import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.Band;
import io.sparkformer.model.pattern.BlockLocal;
import io.sparkformer.model.pattern.Memory;
import io.sparkformer.model.pattern.Patterns;
import io.sparkformer.model.pattern.RandomKeys;
import io.sparkformer.model.pattern.Strided;
import io.sparkformer.model.pattern.Summary;
import io.sparkformer.model.score.ScoreFunction;
import io.sparkformer.model.score.ScoreNormalization;
import io.sparkformer.model.score.ScoredAttention;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * All attentions, kinds of positions and orders of layers that take part. Their sizes fit the sequence: blocks of 8 and windows of 16 on either side for some hundred tokens, blocks
 * of 64 and windows of 128 for thousands; strides are about the root of the length.
 */
final class Contenders {
    private static final int SHORT = 1_024;
    private static final long SEED = 1;
    private static final int RANK = 64;
    private static final int FEATURES = 32;
    private static final int POINTS = 32;
    private static final int EDGES = 4;
    private static final int HIDDEN = 4;
    private static final int ITERATIONS = 8;
    private static final double TEMPERATURE = 0.75;

    private static final List<Contender> ALL = List.of(
            attention("full", "arXiv:1706.03762", tokens -> Attention.FULL),
            exact("band", "a sliding window", tokens -> new Band(radius(tokens))),
            exact("dilated-band", "a window of every fourth token", tokens -> new Band(radius(tokens) / 4, 4)),
            exact("block-local", "the own block", tokens -> new BlockLocal(4 * block(tokens))),
            exact("strided", "multiples of a distance", tokens -> new Strided(root(tokens))),
            exact("random", "tokens at random", tokens -> new RandomKeys(2 * radius(SHORT - 1), SEED)),
            exact("sparse-strided", "arXiv:1904.10509", tokens -> new Band(root(tokens)).or(new Strided(root(tokens)))),
            exact(
                    "sparse-fixed",
                    "arXiv:1904.10509",
                    tokens -> new BlockLocal(root(tokens)).or(new Summary(root(tokens), root(tokens) / 8))),
            attention(
                    "longformer-separate",
                    "arXiv:2004.05150, global projections",
                    tokens -> new LongformerAttention(radius(tokens), 1, true)),
            exact("longformer", "arXiv:2004.05150", tokens -> Patterns.longformer(radius(tokens), 1)),
            exact("bigbird", "arXiv:2007.14062", tokens -> Patterns.bigBird(block(tokens), 3, SEED)),
            attention("axial", "arXiv:1912.12180", Contenders::axial),
            exact("image-blocks", "arXiv:1802.05751", tokens -> new Memory(2 * block(tokens), 2 * block(tokens))),
            attention(
                    "compressed",
                    "arXiv:1801.10198",
                    tokens -> new CompressedAttention(3, 3, CompressedAttention.Kind.CONVOLUTION)),
            attention("linformer", "arXiv:2006.04768", tokens -> new Linformer(RANK, Linformer.Sharing.KEY_VALUE)),
            attention("linear", "arXiv:2006.16236", tokens -> new LinearAttention()),
            attention("performer", "arXiv:2009.14794", tokens -> new Performer(FEATURES, SEED)),
            attention("reformer", "arXiv:2001.04451", tokens -> new LshAttention(2 * block(tokens), 2, SEED)),
            attention(
                    "routing",
                    "arXiv:2003.05997",
                    tokens -> new RoutingAttention(root(tokens), 0.99, OptionalInt.of(radius(tokens)))),
            attention("sac", "arXiv:2003.09833", tokens -> new EdgeAttention(EDGES)),
            attention("sinkhorn", "arXiv:2002.11296", tokens -> sorted(4 * block(tokens), OptionalInt.empty())),
            attention("sortcut", "arXiv:2002.11296, SortCut", tokens -> sorted(2 * block(tokens), OptionalInt.of(2))),
            new Contender(
                    "segments",
                    "arXiv:1808.04444, segments with positions in each layer",
                    Positions.LEARNED_PER_LAYER,
                    tokens -> Layering.of(new ExactAttention(new BlockLocal(4 * block(tokens)))),
                    tokens -> OptionalInt.of(4 * block(tokens))),
            relative("transformer-xl", "arXiv:1901.02860, its positions", RelativeAttention.Form.TRANSFORMER_XL),
            new Contender(
                    "transformer-xl-memory",
                    "arXiv:1901.02860, segments with memory",
                    Positions.NONE,
                    tokens -> Layering.of(remembering(2 * radius(tokens)))),
            relative("tener", "arXiv:1911.04474", RelativeAttention.Form.TENER),
            scored("dot", "arXiv:1508.04025, dot", new ScoreFunction.Dot()),
            scored("general", "arXiv:1508.04025, general", new ScoreFunction.General()),
            scored("concat", "arXiv:1508.04025, concat", new ScoreFunction.Concatenated(HIDDEN, false)),
            scored("additive", "arXiv:1409.0473", new ScoreFunction.Additive(HIDDEN)),
            scored("mlp", "a network of one hidden layer", new ScoreFunction.Concatenated(HIDDEN, true)),
            scored("cosine", "the angle", new ScoreFunction.Cosine(0.1, 1e-9)),
            scored("distance", "arXiv:2007.09451", new ScoreFunction.NegativeSquaredDistance()),
            weighed("mixture", "arXiv:1711.03953", new ScoreNormalization.MixtureOfSoftmaxes(2)),
            weighed("hard-max", "the best key alone", new ScoreNormalization.HardMaximum()),
            attention("star", "arXiv:1902.09113", tokens -> new StarAttention(true)),
            attention("induced", "arXiv:1810.00825", tokens -> SetAttention.induced(POINTS)),
            attention("set", "arXiv:1810.00825, without points", tokens -> SetAttention.ofAll()),
            attention("shuffle-exchange", "arXiv:2004.04662", tokens -> new ShuffleExchange()),
            attention("tree", "arXiv:1911.04070", tokens -> new TreeAttention(4)),
            attention(
                    "extended", "arXiv:2004.08483", tokens -> new ExtendedAttention(radius(tokens), 4 * block(tokens))),
            new Contender("sinusoidal", "arXiv:1706.03762, its positions", Positions.SINUSOIDAL, any(Layering.PLAIN)),
            new Contender("no-positions", "full attention alone", Positions.NONE, any(Layering.PLAIN)),
            layers("shared-blocks", "arXiv:1909.11942", Layering.PLAIN.sharing(true)),
            layers("sandwich", "arXiv:1911.03864", Layering.PLAIN.by(new Sandwich(1))),
            layers("reversible", "arXiv:2001.04451, its layers", Layering.PLAIN.by(new Reversible())),
            universal("universal", "arXiv:1807.03819", new Universal()),
            universal(
                    "universal-halting",
                    "arXiv:1807.03819, section 2.2",
                    new Universal(Optional.of(new Universal.Halting(0.01, 0.01)))));

    private Contenders() {}

    /** All of them, in the order of the table. */
    static List<Contender> all() {
        return ALL;
    }

    /**
     * Those of these names; all if there are none.
     *
     * @throws UserError if a name is unknown
     */
    static List<Contender> named(List<String> names) {
        List<String> known = ALL.stream().map(Contender::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UserError("arena.only: there is no attention " + name, "Use some of " + known);
            }
        }
        return ALL.stream()
                .filter(contender -> names.isEmpty() || names.contains(contender.name()))
                .toList();
    }

    /** That of this name. */
    static Contender of(String name) {
        return named(List.of(name)).get(0);
    }

    private static Contender attention(String name, String source, IntFunction<Attention> ofTokens) {
        return new Contender(name, source, Positions.LEARNED, tokens -> Layering.of(ofTokens.apply(tokens)));
    }

    private static Contender layers(String name, String source, Layering layering) {
        return new Contender(name, source, Positions.LEARNED, any(layering));
    }

    /** Its places come with its steps. */
    private static Contender universal(String name, String source, Universal scheme) {
        return new Contender(
                name, source, Positions.NONE, any(Layering.PLAIN.sharing(true).by(scheme)));
    }

    private static IntFunction<Layering> any(Layering layering) {
        return tokens -> layering;
    }

    private static Contender relative(String name, String source, RelativeAttention.Form form) {
        return new Contender(name, source, Positions.NONE, any(Layering.of(new RelativeAttention(form))));
    }

    private static Contender scored(String name, String source, ScoreFunction score) {
        return scored(name, source, new ScoredAttention(score, new ScoreNormalization.SoftMaximum()));
    }

    private static Contender weighed(String name, String source, ScoreNormalization normalization) {
        return scored(name, source, new ScoredAttention(new ScoreFunction.ScaledDot(), normalization));
    }

    private static Contender scored(String name, String source, ScoredAttention attention) {
        return attention(name, source, tokens -> new AttentionByScore(attention));
    }

    /** Segments with a memory as long as they are. */
    private static Attention remembering(int segment) {
        return new RelativeAttention(
                RelativeAttention.Form.TRANSFORMER_XL, Optional.of(new Segments(segment, segment)));
    }

    private static Attention sorted(int block, OptionalInt cut) {
        return new SinkhornAttention(block, ITERATIONS, TEMPERATURE, cut);
    }

    private static Contender exact(String name, String source, IntFunction<AttentionPattern> pattern) {
        return attention(name, source, tokens -> new ExactAttention(pattern.apply(tokens)));
    }

    /** Rows of about the root of the length, which they divide. */
    private static Attention axial(int tokens) {
        int width = IntStream.rangeClosed(1, root(tokens))
                .filter(divisor -> tokens % divisor == 0)
                .max()
                .orElse(1);
        return new AxialAttention(width, 0);
    }

    private static int radius(int tokens) {
        return tokens < SHORT ? 16 : 128;
    }

    private static int block(int tokens) {
        return tokens < SHORT ? 8 : 64;
    }

    /** About the root, a multiple of 8. */
    private static int root(int tokens) {
        return Math.max(8, (int) Math.round(Math.sqrt(tokens) / 8) * 8);
    }
}
