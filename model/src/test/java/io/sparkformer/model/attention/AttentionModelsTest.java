package io.sparkformer.model.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.RandomInputs;
import io.sparkformer.model.language.EmbeddingConfig;
import io.sparkformer.model.language.EmbeddingConfig.Positions;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.language.LanguageModelConfig;
import io.sparkformer.model.language.StackConfig;
import io.sparkformer.model.language.TextShape;
import io.sparkformer.model.language.TextTensors;
import io.sparkformer.model.language.TokenClassification;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import io.sparkformer.model.random.RandomFloats;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each attention inside whole models: a step of training by either engine. */
class AttentionModelsTest {
    private static final int BATCH = 3;
    private static final int LENGTH = 13;
    private static final int REAL = 9;
    private static final int VOCABULARY = 29;
    private static final int TAGS = 5;
    private static final float TOLERANCE = 1e-4f;

    static Stream<Attention> attentions() {
        return Stream.of(
                new StarAttention(true),
                new StarAttention(false),
                new TreeAttention(2),
                new TreeAttention(1, 2),
                new ExtendedAttention(2, 5),
                new ExtendedAttention(2, 5, 1),
                new ExtendedAttention(2, 5, OptionalInt.empty(), true),
                SetAttention.ofAll(),
                SetAttention.induced(3),
                new ShuffleExchange(),
                new EdgeAttention(2),
                new RelativeAttention(RelativeAttention.Form.TRANSFORMER_XL, Optional.of(new Segments(5, 4))),
                new AxialAttention(4, 1));
    }

    /** What a step leaves behind. */
    private record Step(double loss, float[] logits, float[] gradients) {}

    private static Step step(StepPlan plan) {
        float[] parameters = plan.graph().initialParameters(3);
        float[] noise = RandomFloats.of("noise", parameters.length, 0.2f);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += noise[i];
        }
        plan.parameters().write(0, parameters, 0, parameters.length);
        RandomInputs.set(plan);
        plan.run();
        plan.run(); // nothing of a run may be left for the next
        float[] gradients = new float[parameters.length];
        plan.gradients().read(0, gradients, 0, gradients.length);
        return new Step(plan.loss(), plan.output("logits"), gradients);
    }

    private static void assertSame(Step found, Step expected) {
        assertThat(expected.loss).isFinite().isNotZero();
        assertThat(found.loss).isCloseTo(expected.loss, within((double) TOLERANCE));
        assertThat(found.logits).containsExactly(expected.logits, within(TOLERANCE));
        assertThat(found.gradients).containsExactly(expected.gradients, within(TOLERANCE));
        for (float gradient : expected.gradients) {
            assertThat(gradient).isFinite();
        }
        assertThat(expected.gradients).isNotEqualTo(new float[expected.gradients.length]);
    }

    private static LanguageModel model(Attention attention, SublayerConnection connection, boolean shared) {
        EmbeddingConfig embedding = new EmbeddingConfig(VOCABULARY, 12, Positions.LEARNED, LENGTH, 0, 0, true);
        StackConfig stack = new StackConfig(
                12,
                3,
                3,
                20,
                ActivationFunction.GELU,
                connection,
                1e-5,
                false,
                Layering.of(attention).sharing(shared));
        return new LanguageModel(new LanguageModelConfig(embedding, stack, 0));
    }

    private static Step textStep(LanguageModel model, Kernels engine) {
        ModelGraph graph =
                new TokenClassification(model, TextShape.of(LENGTH), TAGS).graph(GraphSettings.training(BATCH));
        try (StepPlan plan = StepPlan.forTraining(graph, engine)) {
            float[] bias = new float[BATCH * LENGTH];
            IntStream.range(0, bias.length)
                    .filter(i -> i < LENGTH && i >= REAL) // of the first text
                    .forEach(i -> bias[i] = (float) AttentionSettings.UNHEARD);
            plan.setInput(TextTensors.TOKENS, integers(1, VOCABULARY));
            plan.setInput("labels", integers(2, TAGS));
            plan.setInput(TextTensors.BIAS, bias);
            plan.setInput("weights", weights());
            return step(plan);
        }
    }

    private static float[] weights() {
        return RandomFloats.of("weights", BATCH, 1);
    }

    private static int[] integers(long key, int bound) {
        return IntStream.range(0, BATCH * LENGTH)
                .map(i -> (int) (CounterRandom.uniform(key, i) * bound))
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("attentions")
    void step_ofALanguageModel_isTheSameByBothEngines(Attention attention) {
        for (SublayerConnection connection : SublayerConnection.values()) {
            boolean shared = connection == SublayerConnection.POST_NORM;
            LanguageModel model = model(attention, connection, shared);

            assertSame(textStep(model, new CpuKernels(Precision.F32)), textStep(model, new Nd4jKernels()));
        }
    }

    @ParameterizedTest
    @MethodSource("attentions")
    void step_ofAVisionTransformer_isTheSameByBothEngines(Attention attention) {
        VitConfig config = new VitConfig(
                16, 3, 4, 12, 2, 3, 20, 5, VitConfig.Pooling.CLS, 0, 0, VitConfig.EPSILON, Layering.of(attention));
        ModelGraph graph = Vit.graph(config, GraphSettings.training(BATCH));

        assertSame(imageStep(graph, new CpuKernels(Precision.F32)), imageStep(graph, new Nd4jKernels()));
    }

    private static Step imageStep(ModelGraph graph, Kernels engine) {
        try (StepPlan plan = StepPlan.forTraining(graph, engine)) {
            graph.inputs()
                    .forEach((name, input) ->
                            plan.setInput(name, RandomFloats.of(name, Math.toIntExact(input.length()), 1)));
            return step(plan);
        }
    }

    @Test
    void texts_severalInARow_areRefusedWithTheRemedy() {
        for (Attention attention :
                new Attention[] {new StarAttention(true), new TreeAttention(2), new ExtendedAttention(2, 5)}) {
            TokenClassification task = new TokenClassification(
                    model(attention, SublayerConnection.PRE_NORM, false), new TextShape(LENGTH, true), TAGS);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> task.graph(GraphSettings.inference(BATCH)))
                    .withMessageContaining("a row of its own");
        }
    }
}
