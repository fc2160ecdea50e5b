package io.sparkformer.model.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.operation.GradientCheck;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.pattern.AttentionPattern.Query;
import io.sparkformer.model.pattern.Band;
import io.sparkformer.model.pattern.Full;
import io.sparkformer.model.pattern.Patterns;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.PlanSettings;
import io.sparkformer.model.plan.StepPlan;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

class ExtendedAttentionTest {
    static Stream<ExtendedAttention> both() {
        return Stream.of(
                new ExtendedAttention(1, 4),
                new ExtendedAttention(2, 3),
                new ExtendedAttention(1, 3, OptionalInt.empty(), true),
                new ExtendedAttention(1, 3, 1),
                new ExtendedAttention(2, 9, 3));
    }

    /** In which a global token hears all. */
    static Stream<ExtendedAttention> open() {
        return both().filter(attention -> !attention.membersOnly());
    }

    @ParameterizedTest
    @MethodSource("both")
    void gradient_withAndWithoutPadding_isThatOfDifferences(ExtendedAttention attention) {
        for (int real : new int[] {7, 3}) {
            Stack stack = Stack.of(attention, 7, 2, false).withReal(real);
            GradientCheck.checkDirections(
                    stack.graph(GraphSettings.Mode.TRAINING), stack.parameters(Map.of()), stack::setInputs);
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void padding_behindTheText_isNotHeard(ExtendedAttention attention) {
        Stack.requirePaddingUnheard(attention, 13, 10);
        Stack.requirePaddingUnheard(attention, 13, 2);
    }

    /** A global token starts with what its block is, so one layer carries far. */
    @ParameterizedTest
    @MethodSource("open")
    void change_oneLayer_isFeltByAll(ExtendedAttention attention) {
        Stack stack = Stack.of(attention, 13, 1, false);

        assertThat(stack.felt(stack.x(), 6, Map.of())).containsOnly(true);
    }

    /** Tokens 4 to 7 are a block; what its global token knows of a change at 6 stays among them, and their neighbours. */
    @Test
    void change_oneLayerBetweenMembers_isFeltByTheirBlockAndNeighbours() {
        Stack stack = Stack.of(new ExtendedAttention(1, 4, OptionalInt.empty(), true), 13, 1, false);
        boolean[] expected = new boolean[13];
        Arrays.fill(expected, 4, 8, true);

        assertThat(stack.felt(stack.x(), 6, Map.of())).containsExactly(expected);
        expected[8] = true;
        assertThat(stack.felt(stack.x(), 7, Map.of())).containsExactly(expected);
    }

    @Test
    void radius_ofAllTokens_isFullAttentionOverGlobalTokensAndThese() {
        ExtendedAttention attention = new ExtendedAttention(13, 4);
        Stack extended = Stack.of(attention, 13, 2, false);
        Stack full = new Stack(
                (x, layers) -> attention.apply(x, layers, (place, globals) -> new ExactAttention(new Full()).at(place)),
                13,
                2,
                false,
                13);

        Stack.assertClose(extended.y(extended.x()), full.y(extended.x()));
    }

    @Test
    void globals_none_leaveTheBand() {
        for (int query = 0; query < 20; query++) {
            assertThat(Patterns.longformer(3, 0).keys(new Query(20, 0, query)))
                    .isEqualTo(new Band(3).keys(new Query(20, 0, query)));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 1, 13", "3, 5, 2, 16", "20, 3, 4, 9", "2, 20, 7, 8", "1, 1, 1, 2"})
    void labels_ofZeros_areNone(int radius, int block, int clip, int tokens) {
        for (int real : new int[] {tokens, tokens - 1}) {
            Stack plain = Stack.of(new ExtendedAttention(radius, block), tokens, 2, false)
                    .withReal(real);
            Stack labelled = Stack.of(new ExtendedAttention(radius, block, clip), tokens, 2, false)
                    .withReal(real);
            double[] zeros = new double[(2 * (2 * clip + 1) + 4) * Stack.WIDTH / Stack.HEADS];

            Stack.assertClose(
                    labelled.y(Map.of("x", plain.x(), "blocks.0.attn.labels", zeros, "blocks.1.attn.labels", zeros)),
                    plain.y(Map.of("x", plain.x())));
        }
    }

    /** Pair by pair. */
    @ParameterizedTest
    @CsvSource({"1, 4, 1, 13", "3, 5, 2, 16", "20, 3, 4, 9", "2, 20, 7, 8"})
    void labels_any_areAddedToTheKeys(int radius, int block, int clip, int tokens) {
        int globals = new ExtendedAttention(radius, block).globals(tokens);
        int all = globals + tokens;
        int width = 3;
        GraphBuilder builder = new GraphBuilder(new GraphSettings(1, GraphSettings.Mode.INFERENCE, DataType.DOUBLE));
        Tensor qkv = builder.root().weight("qkv", Initializer.normal(1), 1, all, 3L * width);
        Tensor heard = new LabelledExtension(globals, radius, block, clip, 1, Optional.empty())
                .apply(builder.root().child("attn"), qkv, qkv)
                .named("heard");
        ModelGraph graph = builder.build(Map.of("heard", heard), Reductions.sumAll(heard));
        double[] given = Stack.random("qkv", all * 3 * width);
        ParameterSpec spec = graph.layout().parameter("attn.labels");
        double[] labels = Stack.random("labels", spec.length());
        double[] found;
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels(), PlanSettings.keeping(Set.of("heard")))) {
            plan.parameters().write(graph.layout().parameter("qkv").offset(), given, 0, given.length);
            plan.parameters().write(spec.offset(), labels, 0, labels.length);
            plan.run();
            found = plan.values("heard");
        }

        for (int query = 0; query < all; query++) {
            double[] expected = new double[width];
            double sum = 0;
            for (int key = 0; key < all; key++) {
                if (query < globals || key < globals || Math.abs(query - key) <= radius) {
                    int label = label(query, key, globals, block, clip);
                    double logit = 0;
                    for (int c = 0; c < width; c++) {
                        double labelled = given[(key * 3 + 1) * width + c] + labels[label * width + c];
                        logit += given[query * 3 * width + c] * labelled / Math.sqrt(width);
                    }
                    sum += Math.exp(logit);
                    for (int c = 0; c < width; c++) {
                        expected[c] += Math.exp(logit) * given[(key * 3 + 2) * width + c];
                    }
                }
            }
            for (int c = 0; c < width; c++) {
                expected[c] /= sum;
            }
            Stack.assertClose(Arrays.copyOfRange(found, query * width, (query + 1) * width), expected);
        }
    }

    private static int label(int query, int key, int globals, int block, int clip) {
        int distances = 2 * clip + 1;
        int distance = clip + Math.max(-clip, Math.min(clip, key - query));
        if (query >= globals && key >= globals) {
            return distance;
        }
        if (query < globals && key < globals) {
            return distances + distance;
        }
        boolean tokenAsks = query >= globals;
        int token = (tokenAsks ? query : key) - globals;
        int global = tokenAsks ? key : query;
        return 2 * distances + (tokenAsks ? 0 : 2) + (token / block == global ? 1 : 0);
    }

    @Test
    void fit_causal_saysWhatWouldDo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExtendedAttention(2, 2).requireFit(8, true))
                .withMessageContaining("choose another");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExtendedAttention(0, 2))
                .withMessageContaining("radius = 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExtendedAttention(1, 2, OptionalInt.of(1), true))
                .withMessageContaining("leave labels out");
    }
}
