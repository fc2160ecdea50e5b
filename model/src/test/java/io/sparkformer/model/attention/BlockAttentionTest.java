package io.sparkformer.model.attention;

import static io.sparkformer.model.attention.AttentionExample.BATCH;
import static io.sparkformer.model.attention.AttentionExample.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.Shapes;
import io.sparkformer.model.operation.StaticOperation;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.score.ScoreFunction;
import io.sparkformer.model.score.ScoreNormalization;
import io.sparkformer.model.score.ScoredAttention;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every attention. */
class BlockAttentionTest {
    private static final int TOKENS = 8;
    private static final int WIDTH = 6;
    private static final int HEADS = 2;
    private static final int PADDING = 3;

    /** Those that read a row as a whole, and cannot hide parts of it from others. */
    static Stream<BlockAttention> mixing() {
        return Stream.concat(
                Stream.of(Linformer.Sharing.values()).map(sharing -> new Linformer(3, sharing)), bothWays());
    }

    /** Of those the ones that a causal model may have. */
    static Stream<BlockAttention> bothWays() {
        return Stream.of(
                new LinearAttention(),
                new Performer(7, 1),
                new CompressedAttention(3, 2, CompressedAttention.Kind.CONVOLUTION),
                new CompressedAttention(3, 3, CompressedAttention.Kind.MEAN));
    }

    /** Every score, and every way from scores to weights. */
    static Stream<BlockAttention> scored() {
        ScoreNormalization soft = new ScoreNormalization.SoftMaximum();
        return Stream.of(
                        new ScoredAttention(new ScoreFunction.Dot(), soft),
                        new ScoredAttention(new ScoreFunction.ScaledDot(), soft),
                        new ScoredAttention(new ScoreFunction.General(), soft),
                        new ScoredAttention(new ScoreFunction.Additive(5), soft),
                        new ScoredAttention(new ScoreFunction.Concatenated(5, false), soft),
                        new ScoredAttention(new ScoreFunction.Concatenated(5, true), soft),
                        new ScoredAttention(new ScoreFunction.Cosine(0.5, 1e-6), soft),
                        new ScoredAttention(new ScoreFunction.NegativeSquaredDistance(), soft),
                        new ScoredAttention(new ScoreFunction.ScaledDot(), new ScoreNormalization.HardMaximum()),
                        new ScoredAttention(new ScoreFunction.General(), new ScoreNormalization.MixtureOfSoftmaxes(3)))
                .map(AttentionByScore::new);
    }

    static Stream<BlockAttention> encoders() {
        return Stream.concat(
                Stream.concat(mixing(), scored()),
                Stream.of(
                        new LongformerAttention(1, 2, true),
                        new LongformerAttention(1, 1, false),
                        new LshAttention(3, 2, 1),
                        new RelativeAttention(RelativeAttention.Form.TRANSFORMER_XL),
                        new SinkhornAttention(3, 4, 0.7, OptionalInt.empty()),
                        new SinkhornAttention(3, 4, 0.7, OptionalInt.of(2))));
    }

    static Stream<BlockAttention> decoders() {
        return Stream.concat(
                Stream.concat(bothWays(), scored()),
                Stream.of(new LongformerAttention(1, 1, false), new SinkhornAttention(3, 4, 0.7, OptionalInt.empty())));
    }

    private static AttentionExample encoder(BlockAttention attention, int padding) {
        return new AttentionExample(attention, TOKENS, WIDTH, HEADS, false, padding);
    }

    private static AttentionExample decoder(BlockAttention attention, int padding) {
        return new AttentionExample(attention, TOKENS, WIDTH, HEADS, true, padding);
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void gradient_ofAnEncoder_isThatOfDifferences(BlockAttention attention) {
        encoder(attention, 0).checkGradients();
        encoder(attention, PADDING).checkGradients();
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void gradient_ofADecoder_isThatOfDifferences(BlockAttention attention) {
        decoder(attention, 0).checkGradients();
        decoder(attention, PADDING).checkGradients();
    }

    /** Of the last sample, the last tokens of which are not there. */
    @ParameterizedTest
    @MethodSource("encoders")
    void heard_otherPadding_isTheSame(BlockAttention attention) {
        requireDeaf(encoder(attention, PADDING), TOKENS - PADDING);
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void heard_inACausalModel_hasNothingOfWhatFollows(BlockAttention attention) {
        for (int changed = 1; changed < TOKENS; changed++) {
            requireDeaf(decoder(attention, 0), changed);
        }
    }

    /** Tokens of the last sample from a place on are changed: only those from there on hear it. */
    private static void requireDeaf(AttentionExample example, int place) {
        double[] before = example.heard(Map.of());
        double[] after = example.heard(Map.of(
                "x", changedFrom("x", WIDTH, place),
                "qkv", changedFrom("qkv", example.projections() * WIDTH, place)));
        int first = ((BATCH - 1) * TOKENS + place) * WIDTH;

        assertThat(Arrays.copyOf(after, first)).isEqualTo(Arrays.copyOf(before, first));
        assertThat(Arrays.copyOfRange(after, first, after.length))
                .isNotEqualTo(Arrays.copyOfRange(before, first, before.length));
    }

    private static double[] changedFrom(String name, int width, int place) {
        double[] values = random(name, BATCH * TOKENS * width);
        for (int i = ((BATCH - 1) * TOKENS + place) * width; i < values.length; i++) {
            values[i] = 3 - 2 * values[i];
        }
        return values;
    }

    /** Weights add up to 1, or nothing is heard at all. */
    @ParameterizedTest
    @MethodSource("decoders")
    void heard_valuesOfOne_isOneOrSilence(BlockAttention attention) {
        if (attention instanceof CompressedAttention compressed
                && compressed.kind() == CompressedAttention.Kind.CONVOLUTION) {
            return; // its values are not those of the tokens
        }
        if (attention instanceof SinkhornAttention) {
            return; // some of its values are sums of several tokens', of weights that nearly add up to 1
        }
        double[] qkv = random("qkv", BATCH * TOKENS * 3 * WIDTH);
        for (int i = 0; i < qkv.length; i++) {
            qkv[i] = i / WIDTH % 3 == 2 ? 1 : qkv[i];
        }
        double[] heard = decoder(attention, PADDING).heard(Map.of("qkv", qkv));
        for (int i = 0; i < heard.length; i++) {
            int place = i / WIDTH % TOKENS;
            boolean silent = attention instanceof CompressedAttention compressed && place < compressed.kernel() - 1;
            assertThat(heard[i]).as("token %d", place).isCloseTo(silent ? 0 : 1, within(1e-5));
        }
    }

    static Stream<BlockAttention> linear() {
        return mixing().filter(attention -> !(attention instanceof CompressedAttention));
    }

    /** The longest array of twice the tokens is twice as long, and not four times. */
    @ParameterizedTest
    @MethodSource("linear")
    void graph_ofTwiceTheTokens_isTwiceAsLarge(BlockAttention attention) {
        boolean causal = bothWays().anyMatch(attention::equals);

        assertThat(longest(attention, 4096, causal)).isEqualTo(2 * longest(attention, 2048, causal));
        assertThat(longest(attention, 4096, false)).isEqualTo(2 * longest(attention, 2048, false));
    }

    private static long longest(BlockAttention attention, int tokens, boolean causal) {
        ModelGraph graph = new AttentionExample(attention, tokens, 64, HEADS, causal, PADDING).graph();
        return graph.sameDiff().getOps().values().stream()
                .flatMap(operation -> ((StaticOperation) operation.getOp()).outputShapes().stream())
                .mapToLong(Shapes::length)
                .max()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("mixing")
    void at_rowsOfSeveralDocuments_saysWhatToDo(BlockAttention attention) {
        GraphBuilder builder = new GraphBuilder(GraphSettings.inference(BATCH));
        Tensor x = builder.input("x", BATCH, TOKENS, WIDTH);
        Tensor qkv = builder.input("qkv", BATCH, TOKENS, 3 * WIDTH);
        Tensor bias = builder.input("attention_bias", BATCH, 1, TOKENS, TOKENS);
        Layers layers = new Layers(
                builder.root(),
                1,
                HEADS,
                false,
                Optional.of(bias),
                (layer, mechanism) -> TransformerBlock.Settings.vision(mechanism, 1, 1e-6, 0, 0),
                Layering.PLAIN);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> attention.at(layers.place(0)).apply(layers.layer(0), x, qkv))
                .withMessageContainingAll("attention_bias", attention.toString(), "one document each");
    }
}
