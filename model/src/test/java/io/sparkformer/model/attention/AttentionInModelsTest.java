package io.sparkformer.model.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.attention.CompressedAttention.Kind;
import io.sparkformer.model.attention.Linformer.Sharing;
import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.RandomInputs;
import io.sparkformer.model.language.CausalLanguage;
import io.sparkformer.model.language.EmbeddingConfig;
import io.sparkformer.model.language.EmbeddingConfig.Positions;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.language.LanguageModelConfig;
import io.sparkformer.model.language.LanguageTask;
import io.sparkformer.model.language.LanguageVariant;
import io.sparkformer.model.language.MaskedLanguage;
import io.sparkformer.model.language.SequenceClassification;
import io.sparkformer.model.language.StackConfig;
import io.sparkformer.model.language.TextPooling;
import io.sparkformer.model.language.TextShape;
import io.sparkformer.model.language.TextTensors;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import io.sparkformer.model.random.RandomFloats;
import io.sparkformer.model.score.ScoreFunction;
import io.sparkformer.model.score.ScoreNormalization;
import io.sparkformer.model.score.ScoredAttention;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Attention as a choice of a whole model. */
class AttentionInModelsTest {
    private static final int BATCH = 3;
    private static final int LENGTH = 17;
    private static final int VOCABULARY = 53;
    private static final float TOLERANCE = 1e-4f;

    static Stream<BlockAttention> encoders() {
        return Stream.concat(
                Stream.of(Sharing.values()).map(sharing -> new Linformer(5, sharing)),
                Stream.concat(
                        decoders(),
                        Stream.of(
                                new LongformerAttention(2, 1, true),
                                new SinkhornAttention(4, 5, 0.7, OptionalInt.of(2)),
                                new LayeredAttention(List.of(
                                        new LongformerAttention(2, 0, false), new Linformer(5, Sharing.LAYERWISE))))));
    }

    static Stream<BlockAttention> decoders() {
        ScoreNormalization soft = new ScoreNormalization.SoftMaximum();
        return Stream.of(
                new AttentionByScore(new ScoredAttention(new ScoreFunction.Additive(7), soft)),
                new AttentionByScore(new ScoredAttention(new ScoreFunction.Cosine(0.1, 1e-6), soft)),
                new AttentionByScore(
                        new ScoredAttention(new ScoreFunction.General(), new ScoreNormalization.MixtureOfSoftmaxes(2))),
                new LinearAttention(),
                new Performer(12, 1),
                new CompressedAttention(3, 3, Kind.CONVOLUTION),
                new CompressedAttention(3, 2, Kind.MEAN),
                new LshAttention(4, 2, 1),
                new RoutingAttention(3, 0.9, OptionalInt.of(2)),
                new RelativeAttention(RelativeAttention.Form.TRANSFORMER_XL),
                new RelativeAttention(RelativeAttention.Form.TENER),
                new SinkhornAttention(4, 5, 0.7, OptionalInt.empty()),
                new LongformerAttention(2, 1, false));
    }

    private static LanguageModel tiny(BlockAttention attention, boolean causal, boolean shared) {
        return new LanguageModel(new LanguageModelConfig(
                new EmbeddingConfig(VOCABULARY, 24, Positions.LEARNED, LENGTH, 0, 0, true),
                new StackConfig(
                        24,
                        4,
                        3,
                        40,
                        ActivationFunction.GELU,
                        SublayerConnection.POST_NORM,
                        1e-5,
                        causal,
                        Layering.of(attention).sharing(shared)),
                0));
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void step_ofAMaskedLanguageModel_isTheSameOnBothEngines(BlockAttention attention) {
        for (boolean shared : new boolean[] {false, true}) {
            LanguageModel model = tiny(attention, false, shared);
            requireLearning(new MaskedLanguage(model, TextShape.of(LENGTH), 2, false), plan -> {
                plan.setInput("masked_positions", new int[] {1, 3, 0, 9, 4, 5});
                plan.setInput("masked_labels", new int[] {7, 8, 50, 2, 3, 4});
            });
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void step_ofACausalLanguageModel_isTheSameOnBothEngines(BlockAttention attention) {
        requireLearning(
                new CausalLanguage(tiny(attention, true, false), TextShape.of(LENGTH)),
                plan -> plan.setInput("labels", tokens(2)));
    }

    private static void requireLearning(LanguageTask task, Consumer<StepPlan> labels) {
        ModelGraph graph = task.graph(settings());
        requireLearning(graph, plan -> {
            plan.setInput(TextTensors.TOKENS, tokens(1));
            float[] bias = new float[BATCH * LENGTH];
            Arrays.fill(bias, bias.length - 5, bias.length, (float) AttentionSettings.UNHEARD);
            plan.setInput(TextTensors.BIAS, bias);
            plan.setInput("weights", new float[] {1, 0.5f, 1});
            labels.accept(plan);
        });
    }

    private static int[] tokens(long key) {
        return IntStream.range(0, BATCH * LENGTH)
                .map(i -> (int) (CounterRandom.uniform(key, i) * VOCABULARY))
                .toArray();
    }

    /** 16 patches and the token of the class. */
    @ParameterizedTest
    @MethodSource("encoders")
    void step_ofAVisionTransformer_isTheSameOnBothEngines(BlockAttention attention) {
        VitConfig config = new VitConfig(
                12, 3, 3, 24, 3, 3, 40, 5, VitConfig.Pooling.CLS, 0, 0, VitConfig.EPSILON, Layering.of(attention));
        ModelGraph graph = Vit.graph(config, settings());
        requireLearning(graph, plan -> {
            plan.setInput("patches", RandomFloats.of("patches", BATCH * 16 * 27, 1));
            float[] targets = new float[BATCH * 5];
            IntStream.range(0, BATCH).forEach(sample -> targets[sample * 5 + sample] = 1);
            plan.setInput("targets", targets);
            plan.setInput("weights", new float[] {1, 1, 0.5f});
        });
    }

    private static GraphSettings settings() {
        return new GraphSettings(BATCH, GraphSettings.Mode.TRAINING, DataType.FLOAT);
    }

    /** A step against the gradient, which both engines agree on, makes the loss smaller. */
    private static void requireLearning(ModelGraph graph, Consumer<StepPlan> inputs) {
        float[] parameters = RandomFloats.of("parameters", graph.layout().length(), 0.2f);
        float[] expected = new float[parameters.length];
        double loss = step(graph, new Nd4jKernels(), inputs, parameters, expected);
        float[] gradients = new float[parameters.length];

        assertThat(step(graph, new CpuKernels(Precision.F32), inputs, parameters, gradients))
                .isCloseTo(loss, within(loss * TOLERANCE));
        double squares = 0;
        for (int i = 0; i < gradients.length; i++) {
            assertThat(gradients[i])
                    .as(() -> "a gradient")
                    .isFinite()
                    .isCloseTo(expected[i], within(TOLERANCE * Math.max(1, Math.abs(expected[i]))));
            squares += (double) gradients[i] * gradients[i];
        }
        double rate = 1e-2 * loss / squares;
        float[] moved = new float[parameters.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (parameters[i] - rate * gradients[i]);
        }
        assertThat(step(graph, new CpuKernels(Precision.F32), inputs, moved, gradients))
                .isLessThan(loss);
    }

    private static double step(
            ModelGraph graph, Kernels engine, Consumer<StepPlan> inputs, float[] parameters, float[] gradients) {
        try (StepPlan plan = StepPlan.forTraining(graph, engine)) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            inputs.accept(plan);
            RandomInputs.set(plan);
            plan.run();
            plan.gradients().read(0, gradients, 0, gradients.length);
            return plan.loss();
        }
    }

    private static int parameters(LanguageTask task) {
        return task.graph(GraphSettings.inference(1)).layout().length();
    }

    /** n = 512, k = 128, 12 layers of 12 heads (Wang et al. 2020, section 4). */
    @ParameterizedTest
    @CsvSource({"NONE, 18874368", "HEADWISE, 1572864", "KEY_VALUE, 786432", "LAYERWISE, 65536"})
    void parameters_ofLinformer_areAsManyAsTheFormula(Sharing sharing, int more) {
        assertThat(parameters(bert(new Linformer(128, sharing)))).isEqualTo(parameters(bert(Attention.FULL)) + more);
    }

    private static LanguageTask bert(Attention attention) {
        LanguageModelConfig config = LanguageVariant.of("bert-base");
        return new MaskedLanguage(
                new LanguageModel(new LanguageModelConfig(config.embedding(), with(config.stack(), attention), 0)),
                TextShape.of(512),
                1,
                false);
    }

    private static StackConfig with(StackConfig stack, Attention attention) {
        return new StackConfig(
                stack.width(),
                stack.depth(),
                stack.heads(),
                stack.hiddenWidth(),
                stack.activation(),
                stack.connection(),
                stack.epsilon(),
                stack.causal(),
                Layering.of(attention).sharing(stack.layering().shared()));
    }

    /** Longformer base with 4096 tokens, with the pooler and without a head. */
    @Test
    void parameters_ofLongformerBase_areAsManyAsPublished() {
        EmbeddingConfig embedding = new EmbeddingConfig(50_265, 768, Positions.LEARNED, 4098, 2, 1, true);
        StackConfig stack = with(LanguageVariant.of("roberta-base").stack(), new LongformerAttention(256, 1, true));
        LanguageTask task = new SequenceClassification(
                new LanguageModel(new LanguageModelConfig(embedding, stack, 0)),
                TextShape.of(32),
                TextPooling.POOLER,
                2,
                Objective.SOFTMAX);

        int head = 2 * 768 + 2;
        assertThat(parameters(task) - head).isEqualTo(148_659_456);
    }

    @Test
    void graph_ofAnAttentionThatDoesNotFit_saysSo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CausalLanguage(
                                tiny(new Linformer(5, Sharing.NONE), true, false), TextShape.of(LENGTH))
                        .graph(settings()))
                .withMessageContaining("causal");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VitConfig(
                        12,
                        3,
                        3,
                        24,
                        3,
                        3,
                        40,
                        5,
                        VitConfig.Pooling.CLS,
                        0,
                        0,
                        VitConfig.EPSILON,
                        Layering.of(new Linformer(18, Sharing.NONE))))
                .withMessage("rank = 18: must be at most the 17 tokens of a row");
    }
}
