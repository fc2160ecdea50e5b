package io.sparkformer.model.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.language.EmbeddingConfig.Positions;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What must hold of every model over tokens, whatever its parameters are. */
class LanguagePropertiesTest {
    private static final int VOCABULARY = 53;
    private static final int BATCH = 3;
    private static final int LENGTH = 13;

    /** An encoder with tables narrower than its layers, as ALBERT, or a decoder, which has its table twice. */
    private static LanguageModel model(SublayerConnection connection, boolean causal, boolean shared) {
        int tables = causal ? 24 : 16;
        EmbeddingConfig embedding = new EmbeddingConfig(VOCABULARY, tables, Positions.LEARNED, LENGTH, 0, 0, !causal);
        StackConfig stack = new StackConfig(
                24, 3, 3, 40, ActivationFunction.GELU, connection, 1e-5, causal, Layering.PLAIN.sharing(shared));
        return new LanguageModel(new LanguageModelConfig(embedding, stack, 0));
    }

    static Stream<LanguageTask> decoders() {
        return Stream.of(SublayerConnection.values())
                .map(connection -> new CausalLanguage(model(connection, true, false), TextShape.of(LENGTH)));
    }

    static Stream<LanguageTask> allKinds() {
        return Stream.concat(
                decoders(),
                Stream.of(
                        tags(model(SublayerConnection.POST_NORM, false, false)),
                        tags(model(SublayerConnection.PRE_NORM, false, true))));
    }

    /** What is computed for every token is seen by a head on each. */
    private static LanguageTask tags(LanguageModel model) {
        return new TokenClassification(model, TextShape.of(LENGTH), 7);
    }

    private static List<Supplier<Kernels>> engines() {
        return List.of(Nd4jKernels::new, () -> new CpuKernels(Precision.F32));
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void logits_ofADecoder_hearNothingOfWhatFollows(LanguageTask task) {
        int[] tokens = tokens(1);
        for (Supplier<Kernels> engine : engines()) {
            float[] before = logits(task, engine, tokens, LENGTH);
            for (int changed = 1; changed < LENGTH; changed++) {
                int[] others = tokens.clone();
                for (int row = 0; row < BATCH; row++) {
                    others[row * LENGTH + changed] = (others[row * LENGTH + changed] + 1) % VOCABULARY;
                }
                float[] after = logits(task, engine, others, LENGTH);
                for (int row = 0; row < BATCH; row++) {
                    assertThat(part(after, row, 0, changed)).isEqualTo(part(before, row, 0, changed));
                    assertThat(part(after, row, changed, LENGTH)).isNotEqualTo(part(before, row, changed, LENGTH));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("allKinds")
    void logits_ofTextsWithPadding_hearNothingOfIt(LanguageTask task) {
        int real = 8;
        int[] tokens = tokens(1);
        int[] others = tokens(2);
        for (int row = 0; row < BATCH; row++) {
            System.arraycopy(tokens, row * LENGTH, others, row * LENGTH, real);
        }
        for (Supplier<Kernels> engine : engines()) {
            float[] before = logits(task, engine, tokens, real);
            float[] after = logits(task, engine, others, real);
            for (int row = 0; row < BATCH; row++) {
                assertThat(part(after, row, 0, real)).isEqualTo(part(before, row, 0, real));
                assertThat(part(after, row, real, LENGTH)).isNotEqualTo(part(before, row, real, LENGTH));
            }
        }
    }

    private static float[] part(float[] logits, int row, int from, int to) {
        int width = logits.length / BATCH / LENGTH;
        return Arrays.copyOfRange(logits, (row * LENGTH + from) * width, (row * LENGTH + to) * width);
    }

    private static float[] logits(LanguageTask task, Supplier<Kernels> engine, int[] tokens, int real) {
        ModelGraph graph = task.graph(GraphSettings.inference(BATCH));
        float[] bias = new float[BATCH * LENGTH];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = i % LENGTH < real ? 0 : (float) AttentionSettings.UNHEARD;
        }
        double[] parameters = parameters(graph);
        float[] rounded = new float[parameters.length];
        IntStream.range(0, rounded.length).forEach(i -> rounded[i] = (float) parameters[i]);
        try (StepPlan plan = StepPlan.forInference(graph, engine.get())) {
            plan.parameters().write(0, rounded, 0, rounded.length);
            plan.setInput(TextTensors.TOKENS, tokens);
            plan.setInput(TextTensors.BIAS, bias);
            plan.run();
            return plan.output("logits");
        }
    }

    private static double[] parameters(ModelGraph graph) {
        float[] start = graph.initialParameters(5);
        double[] parameters = new double[start.length];
        Arrays.setAll(parameters, i -> start[i] + 0.2 * CounterRandom.gaussian(6, i));
        return parameters;
    }

    private static int[] tokens(long key) {
        return IntStream.range(0, BATCH * LENGTH)
                .map(i -> (int) (CounterRandom.uniform(key, i) * VOCABULARY))
                .toArray();
    }

    /** Lan et al. 2020: what layers share is pulled by all of them. */
    @Test
    void gradients_ofSharedLayers_areTheSumsOverThoseOfAnUnsharedCopy() {
        ModelGraph shared = doubles(tags(model(SublayerConnection.POST_NORM, false, true)));
        ModelGraph copies = doubles(tags(model(SublayerConnection.POST_NORM, false, false)));
        double[] parameters = parameters(shared);
        double[] copied = new double[copies.layout().length()];
        for (ParameterSpec copy : copies.layout().parameters()) {
            ParameterSpec origin = shared.layout().parameter(ofFirst(copy.name()));
            System.arraycopy(parameters, origin.offset(), copied, copy.offset(), copy.length());
        }
        double[] sums = new double[parameters.length];
        double[] gradients = gradients(copies, copied);
        for (ParameterSpec copy : copies.layout().parameters()) {
            int offset = shared.layout().parameter(ofFirst(copy.name())).offset();
            for (int i = 0; i < copy.length(); i++) {
                sums[offset + i] += gradients[copy.offset() + i];
            }
        }

        assertThat(gradients(shared, parameters)).containsExactly(sums, within(1e-12));
    }

    private static String ofFirst(String name) {
        return name.replaceFirst("^blocks\\.\\d+\\.", "blocks.0.");
    }

    private static ModelGraph doubles(LanguageTask task) {
        return task.graph(new GraphSettings(BATCH, GraphSettings.Mode.TRAINING, DataType.DOUBLE));
    }

    private static double[] gradients(ModelGraph graph, double[] parameters) {
        try (StepPlan plan = StepPlan.forTraining(graph, new Nd4jKernels())) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            plan.setInput(TextTensors.TOKENS, tokens(1));
            plan.setInput(
                    "labels", IntStream.range(0, BATCH * LENGTH).map(i -> i % 7).toArray());
            plan.setInput("weights", new double[] {1, 0.5, 2});
            plan.run();
            double[] gradients = new double[parameters.length];
            plan.gradients().read(0, gradients, 0, gradients.length);
            return gradients;
        }
    }

    /** Who has learned nothing has V tokens to choose from. */
    @ParameterizedTest
    @MethodSource("decoders")
    void perplexity_ofAnUntrainedDecoder_isAboutTheVocabulary(LanguageTask task) {
        ModelGraph graph = task.graph(GraphSettings.inference(BATCH));
        float[] parameters = graph.initialParameters(1);
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels())) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            plan.setInput(TextTensors.TOKENS, tokens(3));
            plan.setInput("labels", tokens(4));
            plan.setInput("weights", new float[] {1, 1, 1});
            plan.run();

            assertThat(Math.exp(plan.loss() / (BATCH * LENGTH))).isCloseTo(VOCABULARY, within(0.05 * VOCABULARY));
        }
    }
}
