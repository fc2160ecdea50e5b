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
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tokens as large as the sines and cosines that are added to them (Vaswani et al. 2017, section 3.4). */
class EmbeddingScaleTest {
    private static final int VOCABULARY = 1000;
    private static final int WIDTH = 16;
    private static final int LENGTH = 9;

    private static LanguageModel model(boolean scaled) {
        EmbeddingConfig embedding = new EmbeddingConfig(VOCABULARY, WIDTH, Positions.SINUSOIDAL, 1, 0, 0, false);
        StackConfig stack = new StackConfig(
                WIDTH, 2, 2, 24, ActivationFunction.RELU, SublayerConnection.PRE_NORM, 1e-5, true, Layering.PLAIN);
        return new LanguageModel(new LanguageModelConfig(embedding.withScale(scaled), stack, 0));
    }

    private static LanguageTask tags(boolean scaled) {
        return new TokenClassification(model(scaled), TextShape.of(LENGTH), 5);
    }

    /** Its decoder has the same table, which is not multiplied there. */
    private static LanguageTask decoder(boolean scaled) {
        return new CausalLanguage(model(scaled), TextShape.of(LENGTH));
    }

    private static ModelGraph graph(LanguageTask task) {
        return task.graph(GraphSettings.inference(1));
    }

    private static float[] logits(ModelGraph graph, float[] parameters) {
        try (StepPlan plan = StepPlan.forInference(graph, new CpuKernels(Precision.F32))) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            plan.setInput(
                    TextTensors.TOKENS,
                    IntStream.range(0, LENGTH).map(i -> 97 * i % VOCABULARY).toArray());
            if (graph.inputs().containsKey(TextTensors.BIAS)) {
                plan.setInput(TextTensors.BIAS, new float[LENGTH]);
            }
            plan.run();
            return plan.output("logits");
        }
    }

    private static ParameterSpec table(ModelGraph graph) {
        return graph.layout().parameter("embeddings.tokens.weight");
    }

    /** The parameters with the table of tokens times the root of the width, which is a power of two: nothing is rounded. */
    private static float[] enlarged(ModelGraph graph, float[] parameters) {
        float[] others = parameters.clone();
        ParameterSpec table = table(graph);
        for (int i = table.offset(); i < table.offset() + table.length(); i++) {
            others[i] *= 4;
        }
        return others;
    }

    @Test
    void table_ofScaledTokens_startsAsWideAsMakesThemOne() {
        ModelGraph graph = graph(tags(true));
        float[] start = graph.initialParameters(3);
        ParameterSpec table = table(graph);
        double squares = IntStream.range(table.offset(), table.offset() + table.length())
                .mapToDouble(i -> start[i] * WIDTH * start[i])
                .average()
                .orElseThrow();

        assertThat(squares).isCloseTo(1, within(0.05));
    }

    @Test
    void logits_ofScaledTokens_areThoseOfATableTimesTheRootOfItsWidth() {
        ModelGraph scaled = graph(tags(true));
        ModelGraph plain = graph(tags(false));
        float[] parameters = scaled.initialParameters(3);

        assertThat(logits(scaled, parameters)).isEqualTo(logits(plain, enlarged(plain, parameters)));
    }

    @Test
    void logits_ofADecoderWithTheSameTable_readItAsItIs() {
        ModelGraph scaled = graph(decoder(true));
        ModelGraph plain = graph(decoder(false));
        float[] parameters = scaled.initialParameters(3);
        float[] larger = logits(plain, enlarged(plain, parameters));
        float[] expected = larger.clone();
        for (int i = 0; i < expected.length; i++) {
            expected[i] /= 4;
        }

        assertThat(logits(scaled, parameters)).isEqualTo(expected);
    }
}
