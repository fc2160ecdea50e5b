package io.sparkformer.model.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.attention.Attention;
import io.sparkformer.model.attention.ExtendedAttention;
import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.language.EmbeddingConfig.Positions;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.GradientCheck;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

class BlockContrastTest {
    private static final int BATCH = 3;
    private static final int BLOCK = 4;
    private static final int LENGTH = 14;
    private static final int GLOBALS = 4;
    private static final int WIDTH = 12;
    private static final int VOCABULARY = 29;
    private static final int MASK = 1;
    private static final int MOST = 2;

    /** Of the first text two blocks are masked, of the second one, of the third none. */
    private static final int[] BLOCKS = {0, 2, 1, 0, 0, 0};

    private static final int[] LABELS = {0, 1, 2, -1, -1, -1};
    private static final double[] PRESENT = {1, 1, 1, 0, 0, 0};
    private static final double[] WEIGHTS = {0.5, 2, 0};

    private static LanguageModel model(Attention attention, boolean shared) {
        EmbeddingConfig embedding = new EmbeddingConfig(VOCABULARY, WIDTH, Positions.LEARNED, LENGTH, 0, 0, true);
        StackConfig stack = new StackConfig(
                WIDTH,
                2,
                3,
                20,
                ActivationFunction.GELU,
                SublayerConnection.PRE_NORM,
                1e-5,
                false,
                Layering.of(attention).sharing(shared));
        return new LanguageModel(new LanguageModelConfig(embedding, stack, 0));
    }

    private static MaskedLanguage task(LanguageModel model) {
        return new MaskedLanguage(model, TextShape.of(LENGTH), 2, false, Optional.of(new BlockContrast(MOST)));
    }

    private static int[] texts() {
        return IntStream.range(0, BATCH * LENGTH)
                .map(i -> 2 + (int) (CounterRandom.uniform(1, i) * (VOCABULARY - 2)))
                .toArray();
    }

    /** What stands in the blocks that are masked. */
    private static int[] blocks() {
        int[] tokens = new int[BLOCKS.length * BLOCK];
        for (int i = 0; i < BLOCKS.length; i++) {
            System.arraycopy(texts(), i / MOST * LENGTH + BLOCKS[i] * BLOCK, tokens, i * BLOCK, BLOCK);
        }
        return tokens;
    }

    private static int[] masked() {
        int[] tokens = texts();
        for (int i = 0; i < BLOCKS.length; i++) {
            int first = i / MOST * LENGTH + BLOCKS[i] * BLOCK;
            if (PRESENT[i] == 1) {
                Arrays.fill(tokens, first, first + BLOCK, MASK);
            }
        }
        return tokens;
    }

    private static void setInputs(StepPlan plan, int[] tokens, int[] blocks) {
        plan.setInput(TextTensors.TOKENS, tokens);
        plan.setInput("masked_positions", new int[] {1, 3, 0, 9, 4, 5});
        plan.setInput("masked_labels", new int[] {7, 8, 20, 2, 3, 4});
        plan.setInput(BlockContrast.BLOCKS, BLOCKS);
        plan.setInput(BlockContrast.TOKENS, blocks);
        plan.setInput(BlockContrast.LABELS, LABELS);
        reals(plan, TextTensors.BIAS, new double[BATCH * LENGTH]);
        reals(plan, BlockContrast.PRESENT, PRESENT);
        reals(plan, BlockContrast.WEIGHTS, WEIGHTS);
        reals(plan, "weights", new double[] {1, 1, 1});
    }

    private static void reals(StepPlan plan, String name, double[] values) {
        if (plan.graph().settings().type() == DataType.DOUBLE) {
            plan.setInput(name, values);
            return;
        }
        float[] floats = new float[values.length];
        IntStream.range(0, values.length).forEach(i -> floats[i] = (float) values[i]);
        plan.setInput(name, floats);
    }

    private static float[] parameters(ModelGraph graph) {
        float[] parameters = graph.initialParameters(3);
        IntStream.range(0, parameters.length)
                .forEach(i -> parameters[i] += 0.3f * (float) CounterRandom.gaussian(5, i));
        return parameters;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradients_areThoseOfDifferences(boolean shared) {
        ModelGraph graph = task(model(new ExtendedAttention(2, BLOCK), shared))
                .graph(new GraphSettings(BATCH, GraphSettings.Mode.TRAINING, DataType.DOUBLE));
        float[] start = parameters(graph);
        double[] parameters =
                IntStream.range(0, start.length).mapToDouble(i -> start[i]).toArray();

        GradientCheck.checkDirections(graph, parameters, plan -> setInputs(plan, masked(), blocks()));
    }

    @Test
    void step_isTheSameByBothEngines() {
        ModelGraph graph =
                task(model(new ExtendedAttention(2, BLOCK, 1), false)).graph(GraphSettings.training(BATCH));
        float[] parameters = parameters(graph);
        float[] fast = gradients(graph, new CpuKernels(Precision.F32), parameters);

        assertThat(fast).containsExactly(gradients(graph, new Nd4jKernels(), parameters), within(1e-4f));
    }

    private static float[] gradients(ModelGraph graph, Kernels engine, float[] parameters) {
        float[] gradients = new float[parameters.length];
        try (StepPlan plan = StepPlan.forTraining(graph, engine)) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            setInputs(plan, masked(), blocks());
            plan.run();
            plan.gradients().read(0, gradients, 0, gradients.length);
        }
        return gradients;
    }

    @Test
    void losses_areThoseOfTheDefinition() {
        LanguageModel model = model(new ExtendedAttention(2, BLOCK), false);
        ModelGraph graph = task(model).graph(GraphSettings.training(BATCH));
        float[] parameters = parameters(graph);
        float[] found = run(graph, parameters, plan -> setInputs(plan, masked(), blocks()), "contrasts");
        float[] told = globals(model, BATCH, LENGTH, masked(), graph.layout(), parameters);
        float[] alone = globals(model, BLOCKS.length, BLOCK, blocks(), graph.layout(), parameters);

        double[] expected = new double[BATCH];
        for (int i = 0; i < BLOCKS.length; i++) {
            if (PRESENT[i] == 1) {
                int sample = i / MOST;
                int row = sample * GLOBALS + BLOCKS[i];
                expected[sample] += WEIGHTS[sample] * surprise(told, row, alone, i);
            }
        }
        for (int sample = 0; sample < BATCH; sample++) {
            assertThat((double) found[sample]).isCloseTo(expected[sample], within(1e-4));
        }
    }

    /** -log of the share of block i among those that are masked. */
    private static double surprise(float[] told, int row, float[] alone, int i) {
        double total = 0;
        double own = 0;
        for (int other = 0; other < BLOCKS.length; other++) {
            double product = 0;
            for (int k = 0; k < WIDTH; k++) {
                product += (double) told[row * WIDTH + k] * alone[other * WIDTH + k];
            }
            total += PRESENT[other] * Math.exp(product / Math.sqrt(WIDTH));
            own = other == i ? product / Math.sqrt(WIDTH) : own;
        }
        return Math.log(total) - own;
    }

    /** The global tokens of some texts, by a graph that holds nothing else. */
    private static float[] globals(
            LanguageModel model, int rows, int length, int[] tokens, ParameterLayout layout, float[] parameters) {
        ExtendedAttention attention = BlockContrast.attention(model);
        BiFunction<Scope, TextTensors, Tensor> encoder =
                (scope, text) -> model.encodeWithGlobals(scope, text, attention);
        GraphBuilder builder = new GraphBuilder(GraphSettings.inference(rows));
        Tensor ids = builder.integerInput("ids", rows, length);
        Tensor all = encoder.apply(
                builder.root(), new TextTensors(ids, Optional.empty(), Optional.empty(), Optional.empty()));
        ModelGraph graph = builder.build(Map.of("all", all), null);
        float[] own = new float[graph.layout().length()];
        for (ParameterSpec parameter : graph.layout().parameters()) {
            ParameterSpec same = layout.parameter(parameter.name());
            System.arraycopy(parameters, same.offset(), own, parameter.offset(), parameter.length());
        }
        float[] values = run(graph, own, plan -> plan.setInput("ids", tokens), "all");
        int globals = attention.globals(length);
        float[] first = new float[rows * globals * WIDTH];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * (globals + length) * WIDTH, first, row * globals * WIDTH, globals * WIDTH);
        }
        return first;
    }

    private static float[] run(ModelGraph graph, float[] parameters, Consumer<StepPlan> inputs, String output) {
        try (StepPlan plan = StepPlan.forInference(graph, new CpuKernels(Precision.F32))) {
            plan.parameters().write(0, parameters, 0, graph.layout().length());
            inputs.accept(plan);
            plan.run();
            return plan.output(output);
        }
    }

    /** Of texts that consist of one word each, the rest tells what was in a block. */
    @Test
    void training_onTextsOfOneWordEach_findsTheBlocks() {
        int[] tokens =
                IntStream.range(0, BATCH * LENGTH).map(i -> 5 + i / LENGTH).toArray();
        int[] blocks = new int[BLOCKS.length * BLOCK];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = 5 + i / BLOCK / MOST;
        }
        int[] masked = masked();
        IntStream.range(0, tokens.length).filter(i -> masked[i] == MASK).forEach(i -> tokens[i] = MASK);
        ModelGraph graph = task(model(new ExtendedAttention(2, BLOCK), false)).graph(GraphSettings.training(BATCH));
        float[] parameters = graph.initialParameters(3);
        float[] gradients = new float[parameters.length];
        try (StepPlan plan = StepPlan.forTraining(graph, new CpuKernels(Precision.F32))) {
            setInputs(plan, tokens, blocks);
            double first = Double.NaN;
            for (int step = 0; step < 60; step++) {
                plan.parameters().write(0, parameters, 0, parameters.length);
                plan.run();
                first = step == 0 ? plan.output("contrasts")[1] : first;
                plan.gradients().read(0, gradients, 0, gradients.length);
                IntStream.range(0, parameters.length).forEach(i -> parameters[i] -= 0.03f * gradients[i]);
            }

            assertThat(first).isGreaterThan(1);
            assertThat(plan.output("contrasts")[1]).isLessThan(0.5f); // that of the other word
        }
    }

    @Test
    void contrast_withoutGlobalTokens_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> task(model(Attention.FULL, false)))
                .withMessageContaining("use extended attention");
    }
}
