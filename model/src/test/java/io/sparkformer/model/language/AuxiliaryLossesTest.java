package io.sparkformer.model.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.attention.Reversible;
import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.language.EmbeddingConfig.Positions;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.GradientCheck;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.optimizer.AdamWConfig;
import io.sparkformer.model.optimizer.LearningRateSchedule;
import io.sparkformer.model.optimizer.Optimizer;
import io.sparkformer.model.optimizer.ScheduleConfig;
import io.sparkformer.model.plan.InputValues;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import io.sparkformer.model.train.Batch;
import io.sparkformer.model.train.LocalResult;
import io.sparkformer.model.train.Replica;
import io.sparkformer.model.train.ReplicaState;
import io.sparkformer.model.train.StepListener;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

class AuxiliaryLossesTest {
    private static final int BATCH = 2;
    private static final int LENGTH = 6;
    private static final int WIDTH = 8;
    private static final int DEPTH = 4;
    private static final int VOCABULARY = 17;
    private static final int IGNORED = MaskedLanguage.IGNORED;
    private static final String TWO_AHEAD = "lm.two_ahead.weight";
    private static final AuxiliaryLosses BOTH = new AuxiliaryLosses(true, 0.5);

    /** The first row holds two documents of three tokens, the second a text of five. */
    private static final int[] LABELS = {3, 5, IGNORED, 9, 11, IGNORED, 2, 4, 6, 8, IGNORED, IGNORED};

    /** What follows the next token in the same document. */
    private static final int[] TWO_AHEAD_LABELS = {
        5, IGNORED, IGNORED, 11, IGNORED, IGNORED, 4, 6, 8, IGNORED, IGNORED, IGNORED
    };

    private static LanguageModel model(int depth, SublayerConnection connection, Layering layering) {
        return new LanguageModel(new LanguageModelConfig(
                new EmbeddingConfig(VOCABULARY, WIDTH, Positions.LEARNED_PER_LAYER, LENGTH, 0, 0, false),
                new StackConfig(WIDTH, depth, 2, 12, ActivationFunction.GELU, connection, 1e-5, true, layering),
                0));
    }

    private static CausalLanguage task(AuxiliaryLosses auxiliary, SublayerConnection connection) {
        return new CausalLanguage(model(DEPTH, connection, Layering.PLAIN), TextShape.of(LENGTH), auxiliary);
    }

    private static ModelGraph training(CausalLanguage task) {
        return task.graph(new GraphSettings(BATCH, GraphSettings.Mode.TRAINING, DataType.DOUBLE));
    }

    private static double[] parameters(ParameterLayout layout) {
        double[] parameters = new double[layout.length()];
        layout.parameters().forEach(parameter -> {
            long key = CounterRandom.key(7, parameter.name().hashCode());
            double center = parameter.name().matches(".*norm.*\\.weight") ? 1 : 0;
            for (int i = 0; i < parameter.length(); i++) {
                parameters[parameter.offset() + i] = center + 0.4 * CounterRandom.gaussian(key, i);
            }
        });
        return parameters;
    }

    private static void setInputs(StepPlan plan, double progress) {
        plan.setInput(TextTensors.TOKENS, tokens());
        if (plan.graph().inputs().containsKey("labels")) {
            plan.setInput("labels", LABELS);
            plan.setInput("weights", new double[] {1, 1});
        }
        if (plan.graph().inputs().containsKey(ModelGraph.PROGRESS)) {
            plan.setInput(ModelGraph.PROGRESS, new double[] {progress});
        }
    }

    private static int[] tokens() {
        return IntStream.range(0, BATCH * LENGTH)
                .map(i -> (int) (CounterRandom.uniform(1, i) * VOCABULARY))
                .toArray();
    }

    /** An output, or the loss. */
    private static double[] run(ModelGraph graph, double progress, String output) {
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels())) {
            double[] parameters = parameters(graph.layout());
            plan.parameters().write(0, parameters, 0, parameters.length);
            setInputs(plan, progress);
            plan.run();
            return output.equals("loss")
                    ? new double[] {plan.loss()}
                    : plan.values(graph.output(output).name());
        }
    }

    private static double loss(CausalLanguage task, double progress) {
        return run(training(task), progress, "loss")[0];
    }

    /** Of each layer of the model, by its own arithmetic: minus the logarithms of the probabilities of labels, by a table. */
    private static double[] layerLosses(CausalLanguage task, int[] labels, String table) {
        GraphBuilder builder =
                new GraphBuilder(new GraphSettings(BATCH, GraphSettings.Mode.INFERENCE, DataType.DOUBLE));
        Scope root = builder.root();
        TextTensors text = TextTensors.declare(builder, task.model().config(), task.shape());
        List<Tensor> layers = task.model().encodeEach(root, text);
        Map<String, Tensor> outputs = new HashMap<>();
        IntStream.range(0, DEPTH).forEach(layer -> outputs.put("layer" + layer, layers.get(layer)));
        ModelGraph graph = builder.build(outputs, null);
        ParameterLayout whole = training(task).layout();
        double[] all = parameters(whole);
        double[] rows = Arrays.copyOfRange(
                all,
                whole.parameter(table).offset(),
                whole.parameter(table).offset() + whole.parameter(table).length());
        double[] losses = new double[DEPTH];
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels())) {
            double[] parameters = parameters(graph.layout());
            plan.parameters().write(0, parameters, 0, parameters.length);
            setInputs(plan, 0);
            plan.run();
            for (int layer = 0; layer < DEPTH; layer++) {
                losses[layer] = crossEntropy(plan.values(layers.get(layer).name()), rows, labels);
            }
        }
        return losses;
    }

    private static double crossEntropy(double[] hidden, double[] table, int[] labels) {
        double sum = 0;
        for (int token = 0; token < labels.length; token++) {
            double[] logits = new double[VOCABULARY];
            for (int i = 0; i < VOCABULARY * WIDTH; i++) {
                logits[i / WIDTH] += table[i] * hidden[token * WIDTH + i % WIDTH];
            }
            double partition = Arrays.stream(logits).map(Math::exp).sum();
            sum += labels[token] == IGNORED ? 0 : Math.log(partition) - logits[labels[token]];
        }
        return sum;
    }

    /** Layer l of 4 stops after l / 8 of the training. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 1",
        "0.1249, 1, 1, 1",
        "0.125, 0, 1, 1",
        "0.2499, 0, 1, 1",
        "0.25, 0, 0, 1",
        "0.3749, 0, 0, 1",
        "0.375, 0, 0, 0",
        "0.5, 0, 0, 0",
        "0.99, 0, 0, 0"
    })
    void loss_isTheSumOfThoseOfTheLayersThatStillGuess(double progress, int first, int second, int third) {
        for (SublayerConnection connection : SublayerConnection.values()) {
            CausalLanguage task = task(BOTH, connection);
            double[] next = layerLosses(task, LABELS, "embeddings.tokens.weight");
            double[] later = layerLosses(task, TWO_AHEAD_LABELS, TWO_AHEAD);
            double[] weights = {first, second, third, 1};
            double expected = 0;
            for (int layer = 0; layer < DEPTH; layer++) {
                expected += weights[layer] * (next[layer] + 0.5 * later[layer]);
            }

            assertThat(loss(task, progress)).isCloseTo(expected, within(1e-10));
            assertThat(Arrays.stream(run(training(task), progress, "losses")).sum())
                    .isCloseTo(next[DEPTH - 1], within(1e-10));
            assertThat(Arrays.stream(run(training(task), progress, "auxiliary")).sum())
                    .isCloseTo(expected - next[DEPTH - 1], within(1e-10));
        }
    }

    @Test
    void loss_ofOneKindAlone_hasNothingOfTheOther() {
        CausalLanguage both = task(BOTH, SublayerConnection.PRE_NORM);
        double[] next = layerLosses(both, LABELS, "embeddings.tokens.weight");
        double[] later = layerLosses(both, TWO_AHEAD_LABELS, TWO_AHEAD);

        assertThat(loss(task(new AuxiliaryLosses(true, 0), SublayerConnection.PRE_NORM), 0.3))
                .isCloseTo(next[2] + next[3], within(1e-10));
        assertThat(loss(task(new AuxiliaryLosses(false, 0.25), SublayerConnection.PRE_NORM), 0.3))
                .isCloseTo(next[3] + 0.25 * later[3], within(1e-10));
        assertThat(loss(task(AuxiliaryLosses.NONE, SublayerConnection.PRE_NORM), 0.3))
                .isCloseTo(next[3], within(1e-10));
    }

    /** Of 16 steps the layers stop behind the second, the fourth and the sixth, wherever a worker's part of them begins. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 15})
    void train_atAStep_hasTheLossOfItsShareOfTheTraining(long step) throws IOException {
        CausalLanguage task = task(BOTH, SublayerConnection.PRE_NORM);
        ModelGraph graph = task.graph(GraphSettings.training(1));
        Optimizer optimizer = Optimizer.of(new AdamWConfig(0.9, 0.98, 1e-8, 0.01), graph.layout());
        LearningRateSchedule schedule =
                new LearningRateSchedule(new ScheduleConfig(ScheduleConfig.Shape.CONSTANT, 1e-2, 0, 0), 16);
        List<StepPlan> shares = Stream.generate(() -> StepPlan.forTraining(graph, new CpuKernels(Precision.F32)))
                .limit(BATCH)
                .toList();
        float[] start = floats(parameters(graph.layout()));
        try (Replica replica = new Replica(shares, optimizer, schedule, 1)) {
            LocalResult result = replica.train(
                    new ReplicaState(start, optimizer.initialState(start.length)),
                    step,
                    1,
                    (unused, microBatch) -> batch(),
                    StepListener.NONE);

            assertThat(result.totals().lossSum()).isCloseTo(loss(task, step / 16.0), within(1e-3));
        }
    }

    private static Batch batch() {
        Map<String, InputValues> inputs = Map.of(
                TextTensors.TOKENS,
                new InputValues.Integers(tokens()),
                TextTensors.BIAS,
                new InputValues.Reals(new float[BATCH * LENGTH]),
                "labels",
                new InputValues.Integers(LABELS),
                "weights",
                new InputValues.Reals(new float[] {1, 1}));
        return new Batch(inputs, new long[BATCH], 8, BATCH);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        IntStream.range(0, values.length).forEach(i -> floats[i] = (float) values[i]);
        return floats;
    }

    @ParameterizedTest
    @EnumSource
    void gradients_areThoseOfDifferences(SublayerConnection connection) {
        ModelGraph graph = training(task(BOTH, connection));
        GradientCheck.checkSample(graph, parameters(graph.layout()), plan -> setInputs(plan, 0.2));
    }

    @Test
    void gradients_ofBothEngines_areTheSame() {
        ModelGraph graph = task(BOTH, SublayerConnection.POST_NORM).graph(GraphSettings.training(BATCH));
        float[] expected = gradients(graph, StepPlan.forTraining(graph, new Nd4jKernels()));
        float[] actual = gradients(graph, StepPlan.forTraining(graph, new CpuKernels(Precision.F32)));

        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f * Math.max(1, Math.abs(expected[i]))));
        }
    }

    private static float[] gradients(ModelGraph graph, StepPlan plan) {
        float[] values = floats(parameters(graph.layout()));
        try (plan) {
            plan.parameters().write(0, values, 0, values.length);
            plan.setInput(TextTensors.TOKENS, tokens());
            plan.setInput("labels", LABELS);
            plan.setInput("weights", new float[] {1, 1});
            plan.setInput(ModelGraph.PROGRESS, new float[] {0.2f});
            plan.run();
            plan.gradients().read(0, values, 0, values.length);
        }
        return values;
    }

    /** Who uses a model asks it the next token by its last layer, whatever it was asked in training. */
    @Test
    void graph_outsideTraining_hasTheParametersAndThePlainLoss() {
        GraphSettings settings = new GraphSettings(BATCH, GraphSettings.Mode.INFERENCE, DataType.DOUBLE);
        CausalLanguage asked = task(BOTH, SublayerConnection.PRE_NORM);
        ModelGraph graph = asked.graph(settings);

        assertThat(graph.layout().parameters())
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(training(asked).layout().parameters());
        assertThat(graph.inputs()).doesNotContainKey(ModelGraph.PROGRESS);
        assertThat(run(graph, 0, "loss")[0])
                .isEqualTo(run(asked.withoutAuxiliaries().graph(settings), 0, "loss")[0]);
        assertThat(asked.withoutAuxiliaries().graph(settings).layout().parameters())
                .extracting("name")
                .doesNotContain(TWO_AHEAD);
    }

    @Test
    void graph_ofASingleLayer_hasNoIntermediateOnes() {
        CausalLanguage task = new CausalLanguage(
                model(1, SublayerConnection.PRE_NORM, Layering.PLAIN),
                TextShape.of(LENGTH),
                new AuxiliaryLosses(true, 0));

        assertThat(training(task).inputs()).doesNotContainKey(ModelGraph.PROGRESS);
        assertThat(training(task).outputs()).doesNotContainKey("auxiliary");
    }

    @Test
    void losses_ofLayersThatAreNone_areRefused() {
        LanguageModel reversible = new LanguageModel(new LanguageModelConfig(
                new EmbeddingConfig(VOCABULARY, WIDTH, Positions.LEARNED, LENGTH, 0, 0, false),
                new StackConfig(
                        WIDTH,
                        2,
                        2,
                        12,
                        ActivationFunction.GELU,
                        SublayerConnection.PRE_NORM,
                        1e-5,
                        true,
                        Layering.PLAIN.by(new Reversible())),
                0));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CausalLanguage(reversible, TextShape.of(LENGTH), BOTH))
                .withMessageContaining("intermediate losses");
        assertThat(new CausalLanguage(reversible, TextShape.of(LENGTH), new AuxiliaryLosses(false, 0.5))
                        .graph(GraphSettings.training(BATCH))
                        .outputs())
                .containsKey("auxiliary");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuxiliaryLosses(true, -0.5))
                .withMessage("two-ahead-weight = -0.5: must be at least 0");
    }
}
