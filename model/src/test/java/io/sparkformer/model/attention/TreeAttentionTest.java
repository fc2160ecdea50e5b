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
import io.sparkformer.model.pattern.Tree;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.PlanSettings;
import io.sparkformer.model.plan.StepPlan;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

class TreeAttentionTest {
    static Stream<TreeAttention> both() {
        return Stream.of(new TreeAttention(1), new TreeAttention(2), new TreeAttention(1, 1), new TreeAttention(2, 0));
    }

    @ParameterizedTest
    @MethodSource("both")
    void gradient_withAndWithoutPadding_isThatOfDifferences(TreeAttention attention) {
        for (int real : new int[] {6, 4}) {
            for (boolean causal : new boolean[] {true, false}) {
                Stack stack = Stack.of(attention, 6, 2, causal).withReal(real);
                GradientCheck.checkDirections(
                        stack.graph(GraphSettings.Mode.TRAINING), stack.parameters(Map.of()), stack::setInputs);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void padding_behindTheText_isNotHeard(TreeAttention attention) {
        Stack.requirePaddingUnheard(attention, 13, 11);
        Stack.requirePaddingUnheard(attention, 16, 5);
    }

    @ParameterizedTest
    @MethodSource("both")
    void change_causal_isFeltByNobodyBefore(TreeAttention attention) {
        Stack stack = Stack.of(attention, 11, 2, true);
        for (int changed = 0; changed < 11; changed++) {
            boolean[] felt = stack.felt(stack.x(), changed, Map.of());
            for (int token = 0; token < 11; token++) {
                assertThat(felt[token])
                        .as("change of %d, felt by %d", changed, token)
                        .isEqualTo(token >= changed);
            }
        }
    }

    /** In the first layer spans are zeros yet; they are heard in the second. */
    @Test
    void change_oneLayer_isFeltByNearTokensAndInTwoByAll() {
        for (TreeAttention attention : new TreeAttention[] {new TreeAttention(1), new TreeAttention(1, 2)}) {
            Stack one = Stack.of(attention, 16, 1, false);
            Stack two = Stack.of(attention, 16, 2, false);

            assertThat(one.felt(one.x(), 0, Map.of())).startsWith(true, true).endsWith(new boolean[8]);
            assertThat(two.felt(two.x(), 0, Map.of())).containsOnly(true);
        }
    }

    @Test
    void degree_ofAllTokens_isFullAttention() {
        Stack full = Stack.of(Attention.FULL, 8, 2, false);
        Stack tree = Stack.of(new TreeAttention(8), 8, 2, false);
        Stack causal = Stack.of(Attention.FULL, 8, 2, true);
        Stack causalTree = Stack.of(new TreeAttention(8), 8, 2, true);

        Stack.assertClose(tree.y(tree.x()), full.y(full.x()));
        Stack.assertClose(causalTree.y(tree.x()), causal.y(full.x()));
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 13", "2, 0, 16", "3, 1, 9", "8, 2, 7", "1, 5, 2"})
    void labels_ofZeros_areNone(int degree, int clip, int tokens) {
        for (boolean causal : new boolean[] {true, false}) {
            for (int real : new int[] {tokens, tokens - 1}) {
                Stack plain =
                        Stack.of(new TreeAttention(degree), tokens, 2, causal).withReal(real);
                Stack labelled = Stack.of(new TreeAttention(degree, clip), tokens, 2, causal)
                        .withReal(real);
                int labels = (1 + (clip + 1) * (causal ? 1 : 2) * (degree + 1)) * Stack.WIDTH / Stack.HEADS;
                double[] zeros = new double[labels];

                Stack.assertClose(
                        labelled.y(
                                Map.of("x", plain.x(), "blocks.0.attn.labels", zeros, "blocks.1.attn.labels", zeros)),
                        plain.y(Map.of("x", plain.x())));
            }
        }
    }

    /** Pair by pair, by the sets of keys of the pattern; whom a label is for is known by its distance. */
    @ParameterizedTest
    @CsvSource({"1, 1, 16, false", "2, 9, 32, false", "3, 0, 16, true", "1, 2, 32, true", "5, 1, 8, false"})
    void labels_any_areAddedToTheKeys(int degree, int clip, int leaves, boolean causal) {
        int nodes = 2 * leaves - 1;
        int width = 3;
        GraphBuilder builder = new GraphBuilder(new GraphSettings(1, GraphSettings.Mode.INFERENCE, DataType.DOUBLE));
        Tensor qkv = builder.root().weight("qkv", Initializer.normal(1), 1, nodes, 3L * width);
        Tensor heard = new LabelledTree(degree, clip, causal, 1, Optional.empty())
                .apply(builder.root().child("attn"), qkv, qkv)
                .named("heard");
        ModelGraph graph = builder.build(Map.of("heard", heard), Reductions.sumAll(heard));
        double[] given = Stack.random("qkv", nodes * 3 * width);
        ParameterSpec spec = graph.layout().parameter("attn.labels");
        double[] labels = Stack.random("labels", spec.length());
        double[] found;
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels(), PlanSettings.keeping(Set.of("heard")))) {
            plan.parameters().write(graph.layout().parameter("qkv").offset(), given, 0, given.length);
            plan.parameters().write(spec.offset(), labels, 0, labels.length);
            plan.run();
            found = plan.values("heard");
        }

        for (int query = 0; query < nodes; query++) {
            Stack.assertClose(
                    Arrays.copyOfRange(found, query * width, (query + 1) * width),
                    heard(new Tree(degree, causal), clip, given, labels, query, leaves, width));
        }
    }

    private static double[] heard(
            Tree tree, int clip, double[] qkv, double[] labels, int query, int leaves, int width) {
        int[] keys = tree.keys(new Query(2 * leaves - 1, 0, query)).stream().toArray();
        double[] weights = new double[keys.length];
        for (int i = 0; i < keys.length; i++) {
            int label = query < leaves ? label(tree, clip, query, keys[i], leaves) : -1;
            for (int c = 0; c < width; c++) {
                double key = qkv[(keys[i] * 3 + 1) * width + c] + (label < 0 ? 0 : labels[label * width + c]);
                weights[i] += qkv[query * 3 * width + c] * key / Math.sqrt(width);
            }
            weights[i] = Math.exp(weights[i]);
        }
        double sum = Arrays.stream(weights).sum();
        double[] heard = new double[width];
        for (int i = 0; i < keys.length; i++) {
            for (int c = 0; c < width; c++) {
                heard[c] += weights[i] / sum * qkv[(keys[i] * 3 + 2) * width + c];
            }
        }
        return heard;
    }

    private static int label(Tree tree, int clip, int query, int key, int leaves) {
        if (key == query) {
            return 0;
        }
        int level = level(key, leaves);
        boolean right = begin(key, leaves) > query;
        int mirrored = right ? leaves - 1 - query : query;
        int number = key - 2 * (leaves - (leaves >> level));
        int place = right ? (leaves >> level) - 1 - number : number;
        int distance = ((mirrored + tree.degree() - 1) >> level) - tree.degree() - place;
        int sides = tree.pastOnly() ? 1 : 2;
        return 1 + (Math.min(level, clip) * sides + (right ? 1 : 0)) * (tree.degree() + 1) + distance;
    }

    private static int level(int node, int leaves) {
        int level = 0;
        for (int size = leaves, rest = node; rest >= size; size /= 2) {
            rest -= size;
            level++;
        }
        return level;
    }

    /** The first leaf below a node. */
    private static int begin(int node, int leaves) {
        int level = level(node, leaves);
        return (node - 2 * (leaves - (leaves >> level))) << level;
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TreeAttention(0))
                .withMessageContaining("degree = 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new TreeAttention(1, -1));
    }
}
