package io.sparkformer.model.attention;

import static io.sparkformer.model.attention.AttentionExample.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.attention.RelativeAttention.Form;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.layer.FeedForward;
import io.sparkformer.model.layer.LinearInitialization;
import io.sparkformer.model.layer.MultiHeadAttention;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.GradientCheck;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.StepPlan;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Rows read segment by segment, each behind a memory, in whole layers. */
class SegmentMemoryTest {
    private static final int BATCH = 2;
    private static final int TOKENS = 11;
    private static final int WIDTH = 8;
    private static final int HEADS = 2;

    /**
     * Layers in double precision.
     *
     * @param attention under test
     * @param depth L
     * @param causal whether tokens hear those before them only
     * @param bias what is hidden, [B, 1, 1, T] or [B, 1, T, T]; empty for nothing
     */
    private record Example(RelativeAttention attention, int depth, boolean causal, double[] bias) {
        /** With norms behind the sums, as Transformer-XL has them: nothing that is trained lies between a memory and its maps. */
        private static TransformerBlock.Settings block(AttentionMechanism mechanism) {
            LinearInitialization start = LinearInitialization.XAVIER_UNIFORM;
            return new TransformerBlock.Settings(
                    SublayerConnection.POST_NORM,
                    new SublayerConnection.Settings(1e-5, 0),
                    new MultiHeadAttention.Settings(mechanism, start, start, 0),
                    new FeedForward.Settings(12, ActivationFunction.GELU, start, start, 0, 0));
        }

        /** Their tokens are an input, or a parameter, which has gradients. */
        ModelGraph graph(boolean trained) {
            GraphBuilder builder =
                    new GraphBuilder(new GraphSettings(BATCH, GraphSettings.Mode.TRAINING, DataType.DOUBLE));
            Tensor x = trained
                    ? builder.root().weight("x", Initializer.normal(1), BATCH, TOKENS, WIDTH)
                    : builder.input("x", BATCH, TOKENS, WIDTH);
            long queries = bias.length / (BATCH * TOKENS);
            Layers layers = new Layers(
                    builder.root().child("blocks"),
                    depth,
                    HEADS,
                    causal,
                    bias.length == 0 ? Optional.empty() : Optional.of(builder.input("bias", BATCH, 1, queries, TOKENS)),
                    (layer, mechanism) -> block(mechanism),
                    Layering.of(attention));
            Tensor y = layers.apply(x);
            Tensor weighted = Arithmetic.multiply(
                    Arithmetic.add(Arithmetic.square(y), y), builder.input("weights", BATCH, TOKENS, WIDTH));
            return builder.build(Map.of("y", y), Reductions.sumAll(weighted));
        }

        void setInputs(StepPlan plan) {
            plan.setInput("weights", random("weights", BATCH * TOKENS * WIDTH));
            if (bias.length > 0) {
                plan.setInput("bias", bias);
            }
        }

        double[] y(double[] x) {
            ModelGraph graph = graph(false);
            try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels())) {
                double[] parameters = parameters(graph);
                plan.parameters().write(0, parameters, 0, parameters.length);
                setInputs(plan);
                plan.setInput("x", x);
                plan.run();
                return plan.values(graph.output("y").name());
            }
        }

        void checkGradients() {
            ModelGraph graph = graph(false);
            GradientCheck.checkSample(graph, parameters(graph), plan -> {
                setInputs(plan);
                plan.setInput("x", x());
            });
        }

        /** Of the tokens, with respect to what becomes of those from a place on. */
        double[] gradientOfTokens(int from) {
            ModelGraph graph = graph(true);
            double[] weights = random("weights", BATCH * TOKENS * WIDTH);
            for (int i = 0; i < weights.length; i++) {
                weights[i] = i / WIDTH % TOKENS < from ? 0 : weights[i];
            }
            double[] parameters = parameters(graph);
            double[] gradient = new double[BATCH * TOKENS * WIDTH];
            try (StepPlan plan = StepPlan.forTraining(graph, new Nd4jKernels())) {
                plan.parameters().write(0, parameters, 0, parameters.length);
                setInputs(plan);
                plan.setInput("weights", weights);
                plan.run();
                plan.gradients().read(graph.layout().parameter("x").offset(), gradient, 0, gradient.length);
            }
            return gradient;
        }

        private static double[] parameters(ModelGraph graph) {
            double[] all = new double[graph.layout().length()];
            for (ParameterSpec parameter : graph.layout().parameters()) {
                double[] values = random(parameter.name(), parameter.length());
                double scale = parameter.name().equals("x") ? 1 : 0.4;
                for (int i = 0; i < values.length; i++) {
                    all[parameter.offset() + i] = scale * values[i];
                }
            }
            return all;
        }

        static double[] x() {
            return random("x", BATCH * TOKENS * WIDTH);
        }
    }

    private static Example of(Form form, int length, int memory, int depth, boolean causal) {
        return new Example(
                new RelativeAttention(form, Optional.of(new Segments(length, memory))), depth, causal, new double[0]);
    }

    /** Whether a token hears another by the definition. */
    private static boolean hears(int token, int other, int length, int memory) {
        int first = token / length * length;
        return other >= first - memory && other < first + length;
    }

    /** The same rows with a mask of who hears whom, whole. */
    private static Example masked(Form form, int length, int memory, int depth, boolean causal, int padding) {
        double[] bias = new double[BATCH * TOKENS * TOKENS];
        for (int i = 0; i < bias.length; i++) {
            int key = i % TOKENS;
            boolean isThere = i / (TOKENS * TOKENS) < BATCH - 1 || key < TOKENS - padding;
            boolean heard = hears(i / TOKENS % TOKENS, key, length, memory);
            bias[i] = isThere && heard ? 0 : AttentionSettings.UNHEARD;
        }
        return new Example(new RelativeAttention(form), depth, causal, bias);
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSFORMER_XL, 4, 4, true", "TRANSFORMER_XL, 4, 6, false", "TRANSFORMER_XL, 3, 2, true",
                "TRANSFORMER_XL, 5, 0, false",
        "TRANSFORMER_XL, 2, 20, true", "TRANSFORMER_XL, 11, 3, false", "TRANSFORMER_XL, 30, 7, true",
                "TRANSFORMER_XL, 1, 3, true",
        "TENER, 4, 5, false", "TENER, 3, 0, true"
    })
    void y_inSegments_isThatOfAMaskOverTheWholeRow(Form form, int length, int memory, boolean causal) {
        double[] expected = masked(form, length, memory, 2, causal, 0).y(Example.x());

        assertThat(of(form, length, memory, 2, causal).y(Example.x())).containsExactly(expected, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"4, 5, false", "3, 2, true"})
    void y_withPadding_isThatOfAMaskOverTheWholeRow(int length, int memory, boolean causal) {
        int padding = 3;
        double[] bias = new double[BATCH * TOKENS];
        Arrays.fill(bias, bias.length - padding, bias.length, AttentionSettings.UNHEARD);
        RelativeAttention attention =
                new RelativeAttention(Form.TRANSFORMER_XL, Optional.of(new Segments(length, memory)));
        double[] expected =
                masked(Form.TRANSFORMER_XL, length, memory, 2, causal, padding).y(Example.x());
        int real = (BATCH * TOKENS - padding) * WIDTH;

        assertThat(Arrays.copyOf(new Example(attention, 2, causal, bias).y(Example.x()), real))
                .containsExactly(Arrays.copyOf(expected, real), within(1e-9));
    }

    /** In one layer a memory is of tokens that no parameter has touched yet, so that differences see what gradients do. */
    @ParameterizedTest
    @CsvSource({"TRANSFORMER_XL, 4, 6, true", "TRANSFORMER_XL, 3, 2, false", "TENER, 4, 3, false"})
    void gradient_ofOneLayer_isThatOfDifferences(Form form, int length, int memory, boolean causal) {
        of(form, length, memory, 1, causal).checkGradients();
    }

    /** What a segment says depends on the one before, through its memory; a gradient does not lead there. */
    @ParameterizedTest
    @CsvSource({"TRANSFORMER_XL, 2", "TENER, 1"})
    void gradient_ofASegment_stopsAtItsMemory(Form form, int depth) {
        Example example = of(form, 4, 4, depth, true);
        double[] before = example.y(Example.x());
        double[] x = Example.x();
        x[WIDTH * 3] += 1; // the last token of the first segment
        double[] after = example.y(x);
        double[] gradient = example.gradientOfTokens(4);

        assertThat(Arrays.copyOfRange(after, 4 * WIDTH, 8 * WIDTH))
                .isNotEqualTo(Arrays.copyOfRange(before, 4 * WIDTH, 8 * WIDTH));
        assertThat(Arrays.copyOf(gradient, 4 * WIDTH)).containsOnly(0);
        assertThat(Arrays.copyOfRange(gradient, 4 * WIDTH, 8 * WIDTH)).doesNotContain(0);
    }

    /** Through L layers tokens hear of L memories, and of no token before those; without memory of their segment alone. */
    @ParameterizedTest
    @CsvSource({"1, 2, 2", "2, 2, 4", "3, 2, 6", "2, 0, 0", "3, 4, 8"})
    void y_ofTheLastSegment_hearsOfAsManyMemoriesAsLayers(int depth, int memory, int reach) {
        Example example = of(Form.TRANSFORMER_XL, 2, memory, depth, true);
        double[] before = example.y(Example.x());
        int segment = 8;
        for (int token = 0; token < segment; token++) {
            double[] x = Example.x();
            for (int i = 0; i < WIDTH; i++) {
                x[token * WIDTH + i] += i % 3;
            }
            double[] after = example.y(x);
            boolean same = Arrays.equals(
                    before, segment * WIDTH, (segment + 2) * WIDTH, after, segment * WIDTH, (segment + 2) * WIDTH);

            assertThat(same).as("token " + token).isEqualTo(token < segment - reach);
        }
    }

    @Test
    void sizes_none_sayWhichAndWhatTheyAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Segments(0, 1))
                .withMessageContaining("segment = 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Segments(4, -1))
                .withMessageContaining("memory = -1");
    }
}
