package io.sparkformer.model.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.attention.Attention;
import io.sparkformer.model.attention.DepthScheme;
import io.sparkformer.model.attention.ExactAttention;
import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.attention.Sandwich;
import io.sparkformer.model.attention.StarAttention;
import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.language.EmbeddingConfig.Positions;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.GradientCheck;
import io.sparkformer.model.pattern.BlockLocal;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.PlanSettings;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.Recomputation;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Rows that are read in segments which know nothing of each other, with positions in each layer (Al-Rfou et al. 2018). */
class SegmentTransformerTest {
    private static final int VOCABULARY = 29;
    private static final int WIDTH = 12;
    private static final int DEPTH = 3;
    private static final int SEGMENT = 5;

    /** Three segments, of which the last is shorter. */
    private static final int LENGTH = 2 * SEGMENT + 3;

    private static final float TOLERANCE = 1e-5f;

    private static LanguageModel model(EmbeddingConfig embedding, Layering layering, SublayerConnection connection) {
        StackConfig stack =
                new StackConfig(WIDTH, DEPTH, 3, 20, ActivationFunction.RELU, connection, 1e-5, true, layering);
        return new LanguageModel(new LanguageModelConfig(embedding, stack, 0));
    }

    private static EmbeddingConfig embedding(Positions positions, int rows) {
        return new EmbeddingConfig(VOCABULARY, WIDTH, positions, rows, 0, 0, false);
    }

    private static LanguageModel segments(SublayerConnection connection) {
        return model(
                embedding(Positions.LEARNED_PER_LAYER, SEGMENT).withPeriod(OptionalInt.of(SEGMENT)),
                Layering.of(new ExactAttention(new BlockLocal(SEGMENT))),
                connection);
    }

    private static ModelGraph graph(LanguageModel model, int batch, int length) {
        return new CausalLanguage(model, TextShape.of(length)).graph(GraphSettings.inference(batch));
    }

    private static float[] parameters(ModelGraph graph) {
        float[] parameters = graph.initialParameters(5);
        IntStream.range(0, parameters.length)
                .forEach(i -> parameters[i] += (float) (0.3 * CounterRandom.gaussian(6, i)));
        return parameters;
    }

    private static List<Supplier<Kernels>> engines() {
        return List.of(Nd4jKernels::new, () -> new CpuKernels(Precision.F32));
    }

    private static float[] logits(ModelGraph graph, Supplier<Kernels> engine, float[] parameters, int[] tokens) {
        try (StepPlan plan = StepPlan.forInference(graph, engine.get())) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            plan.setInput(TextTensors.TOKENS, tokens);
            plan.run();
            return plan.output("logits");
        }
    }

    private static int[] tokens(long key, int count) {
        return IntStream.range(0, count)
                .map(i -> (int) (CounterRandom.uniform(key, i) * VOCABULARY))
                .toArray();
    }

    private static float[] at(float[] logits, int token) {
        return Arrays.copyOfRange(logits, token * VOCABULARY, (token + 1) * VOCABULARY);
    }

    @ParameterizedTest
    @EnumSource
    void logits_hearTheirSegmentsPastAndNothingElse(SublayerConnection connection) {
        ModelGraph graph = graph(segments(connection), 1, LENGTH);
        float[] parameters = parameters(graph);
        int[] tokens = tokens(1, LENGTH);
        for (Supplier<Kernels> engine : engines()) {
            float[] before = logits(graph, engine, parameters, tokens);
            for (int changed = 0; changed < LENGTH; changed++) {
                int[] others = tokens.clone();
                others[changed] = (others[changed] + 1) % VOCABULARY;
                float[] after = logits(graph, engine, parameters, others);
                for (int token = 0; token < LENGTH; token++) {
                    boolean heard = changed <= token && changed / SEGMENT == token / SEGMENT;
                    assertThat(Arrays.equals(at(after, token), at(before, token)))
                            .as("token %d, where %d has changed", token, changed)
                            .isEqualTo(!heard);
                }
            }
        }
    }

    /** As texts are scored in the paper: what follows a token is told by the window that ends with it, moved on by one token each time. */
    @ParameterizedTest
    @EnumSource
    void logits_ofSlidingWindowsInOneRow_areThoseOfEachWindowAlone(SublayerConnection connection) {
        int[] text = tokens(2, 11);
        int windows = text.length - SEGMENT + 1;
        int[] row = IntStream.range(0, windows * SEGMENT)
                .map(i -> text[i / SEGMENT + i % SEGMENT])
                .toArray();
        LanguageModel model = segments(connection);
        ModelGraph alone = graph(model, 1, SEGMENT);
        float[] parameters = parameters(alone);
        for (Supplier<Kernels> engine : engines()) {
            float[] together = logits(graph(model, 1, row.length), engine, parameters, row);
            for (int window = 0; window < windows; window++) {
                int[] read = Arrays.copyOfRange(text, window, window + SEGMENT);
                assertThat(at(together, window * SEGMENT + SEGMENT - 1))
                        .containsExactly(at(logits(alone, engine, parameters, read), SEGMENT - 1), within(TOLERANCE));
            }
        }
    }

    /** The paper's 12 layers, of 512 places each; the rest of its 44 million parameters are heads that only training asks. */
    @Test
    void parameters_ofTwelveLayers_areAsManyAsTheFormula() {
        StackConfig stack = new StackConfig(
                512,
                12,
                8,
                2048,
                ActivationFunction.RELU,
                SublayerConnection.POST_NORM,
                1e-5,
                true,
                Layering.of(new ExactAttention(new BlockLocal(512))));
        EmbeddingConfig embedding = new EmbeddingConfig(256, 512, Positions.LEARNED_PER_LAYER, 512, 0, 0, false)
                .withPeriod(OptionalInt.of(512));
        int layer = 4 * (512 * 512 + 512) + 2 * 512 * 2048 + 2048 + 512 + 4 * 512;

        assertThat(graph(new LanguageModel(new LanguageModelConfig(embedding, stack, 0)), 1, 2048)
                        .layout()
                        .length())
                .isEqualTo(12 * (layer + 512 * 512) + 256 * 512);
    }

    @ParameterizedTest
    @EnumSource
    void logits_withZerosAboveTheFirstLayer_areThoseOfOrdinaryLearnedPositions(SublayerConnection connection) {
        ModelGraph ordinary = graph(model(embedding(Positions.LEARNED, LENGTH), Layering.PLAIN, connection), 1, LENGTH);
        ModelGraph perLayer =
                graph(model(embedding(Positions.LEARNED_PER_LAYER, LENGTH), Layering.PLAIN, connection), 1, LENGTH);
        float[] all = parameters(perLayer);
        float[] zeroed = all.clone();
        int more = 0;
        for (ParameterSpec parameter : perLayer.layout().parameters()) {
            if (parameter.name().matches("blocks\\.[12]\\.positions\\.weight")) {
                Arrays.fill(zeroed, parameter.offset(), parameter.offset() + parameter.length(), 0);
                more += parameter.length();
            }
        }
        int[] tokens = tokens(3, LENGTH);
        float[] expected =
                logits(ordinary, Nd4jKernels::new, perLayer.layout().select(zeroed, ordinary.layout()), tokens);

        assertThat(more).isEqualTo((DEPTH - 1) * LENGTH * WIDTH);
        assertThat(perLayer.layout().length() - ordinary.layout().length()).isEqualTo(more);
        assertThat(logits(perLayer, Nd4jKernels::new, zeroed, tokens)).isEqualTo(expected);
        assertThat(logits(perLayer, Nd4jKernels::new, all, tokens)).isNotEqualTo(expected);
    }

    /** Whatever tokens hear, the same tokens at the same places of a segment are the same. */
    @ParameterizedTest
    @EnumSource(names = {"LEARNED", "LEARNED_PER_LAYER", "SINUSOIDAL"})
    void logits_ofARepeatedSegment_repeat(Positions positions) {
        LanguageModel model = model(
                embedding(positions, SEGMENT).withPeriod(OptionalInt.of(SEGMENT)),
                Layering.of(new ExactAttention(new BlockLocal(SEGMENT))),
                SublayerConnection.PRE_NORM);
        int[] once = tokens(4, SEGMENT);
        int[] row = IntStream.range(0, LENGTH).map(i -> once[i % SEGMENT]).toArray();
        ModelGraph graph = graph(model, 1, LENGTH);
        float[] logits = logits(graph, Nd4jKernels::new, parameters(graph), row);
        for (int token = SEGMENT; token < LENGTH; token++) {
            assertThat(at(logits, token)).containsExactly(at(logits, token % SEGMENT), within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradients_areThoseOfDifferences(SublayerConnection connection) {
        ModelGraph graph = new CausalLanguage(segments(connection), TextShape.of(LENGTH))
                .graph(new GraphSettings(2, GraphSettings.Mode.TRAINING, DataType.DOUBLE));
        float[] start = parameters(graph);
        double[] parameters =
                IntStream.range(0, start.length).mapToDouble(i -> start[i]).toArray();
        GradientCheck.checkSample(graph, parameters, plan -> {
            plan.setInput(TextTensors.TOKENS, tokens(1, 2 * LENGTH));
            plan.setInput("labels", tokens(2, 2 * LENGTH));
            plan.setInput("weights", new double[] {1, 0.5});
        });
    }

    /** What is computed again begins with the stream, and not with the sum of it and the positions. */
    @Test
    void gradients_ofBlocksThatAreComputedAgain_areTheSame() {
        ModelGraph graph = new CausalLanguage(segments(SublayerConnection.PRE_NORM), TextShape.of(LENGTH))
                .graph(GraphSettings.training(2));

        assertThat(gradients(graph, Recomputation.BLOCKS)).isEqualTo(gradients(graph, Recomputation.NONE));
    }

    private static float[] gradients(ModelGraph graph, Recomputation recomputation) {
        float[] parameters = parameters(graph);
        float[] gradients = new float[parameters.length];
        try (StepPlan plan =
                StepPlan.forTraining(graph, new CpuKernels(Precision.F32), PlanSettings.recomputing(recomputation))) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            plan.setInput(TextTensors.TOKENS, tokens(1, 2 * LENGTH));
            plan.setInput("labels", tokens(2, 2 * LENGTH));
            plan.setInput("weights", new float[] {1, 0.5f});
            plan.run();
            plan.gradients().read(0, gradients, 0, gradients.length);
        }
        return gradients;
    }

    @Test
    void positionsPerLayer_ofLayersThatCannotHaveThem_areRefused() {
        EmbeddingConfig embedding = embedding(Positions.LEARNED_PER_LAYER, LENGTH);
        for (Layering layering : List.of(
                Layering.PLAIN.sharing(true),
                Layering.PLAIN.by(new Sandwich(1)),
                new Layering(new StarAttention(true), false, DepthScheme.INTERLEAVED))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model(embedding, layering, SublayerConnection.PRE_NORM))
                    .withMessageContaining("positions for each layer");
        }
        assertThat(model(embedding, Layering.of(Attention.FULL), SublayerConnection.PRE_NORM)
                        .config()
                        .embedding()
                        .longestText())
                .isEqualTo(LENGTH);
    }

    @Test
    void period_longerThanTheTable_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> embedding(Positions.LEARNED, 4).withPeriod(OptionalInt.of(5)))
                .withMessage("positions = 4: must be at least 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> embedding(Positions.LEARNED, 4).withPeriod(OptionalInt.of(0)))
                .withMessage("position-period = 0: must be at least 1");
        assertThat(embedding(Positions.LEARNED, 4).withPeriod(OptionalInt.of(4)).longestText())
                .isEqualTo(Integer.MAX_VALUE);
    }
}
