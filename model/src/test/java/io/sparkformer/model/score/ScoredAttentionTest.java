package io.sparkformer.model.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.GradientCheck;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import io.sparkformer.model.score.ScoreFunction.Additive;
import io.sparkformer.model.score.ScoreFunction.Concatenated;
import io.sparkformer.model.score.ScoreFunction.Cosine;
import io.sparkformer.model.score.ScoreFunction.Dot;
import io.sparkformer.model.score.ScoreFunction.General;
import io.sparkformer.model.score.ScoreFunction.NegativeSquaredDistance;
import io.sparkformer.model.score.ScoreFunction.ScaledDot;
import io.sparkformer.model.score.ScoreNormalization.HardMaximum;
import io.sparkformer.model.score.ScoreNormalization.MixtureOfSoftmaxes;
import io.sparkformer.model.score.ScoreNormalization.SoftMaximum;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

class ScoredAttentionTest {
    private static final int BATCH = 2;
    private static final int HEADS = 2;
    private static final int QUERIES = 3;
    private static final int KEYS = 4;
    private static final int WIDTH = 6;
    private static final float TOLERANCE = 2e-6f;

    static Stream<ScoreFunction> scores() {
        return Stream.of(
                new Dot(),
                new ScaledDot(),
                new General(),
                new Additive(5),
                new Concatenated(5, false),
                new Concatenated(5, true),
                new Cosine(0.1, 1e-9),
                new NegativeSquaredDistance());
    }

    /** Queries, keys and values are parameters, so that they have gradients. */
    private static ModelGraph graph(ScoreFunction score, ScoreNormalization normalization, DataType type) {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(1, GraphSettings.Mode.TRAINING, type));
        Tensor queries = builder.root().weight("queries", Initializer.normal(1), BATCH, HEADS, QUERIES, WIDTH);
        Tensor keys = builder.root().weight("keys", Initializer.normal(1), BATCH, HEADS, KEYS, WIDTH);
        Tensor values = builder.root().weight("values", Initializer.normal(1), BATCH, HEADS, KEYS, 3);
        Tensor bias = builder.input("bias", BATCH, 1, 1, KEYS);
        Tensor loss = builder.input("loss", BATCH, HEADS, QUERIES, 3);
        Tensor heard = new ScoredAttention(score, normalization)
                .apply(builder.root().child("score"), queries, keys, values, Optional.of(bias));
        return builder.build(
                Map.of("heard", heard), Reductions.sumAll(Arithmetic.multiply(Arithmetic.square(heard), loss)));
    }

    private static void setInputs(StepPlan plan, DataType type) {
        double[] bias = new double[BATCH * KEYS];
        bias[KEYS - 1] = AttentionSettings.UNHEARD; // the last key of the first sample is padding
        double[] loss = random("loss", BATCH * HEADS * QUERIES * 3);
        if (type == DataType.FLOAT) {
            plan.setInput("bias", floats(bias));
            plan.setInput("loss", floats(loss));
        } else {
            plan.setInput("bias", bias);
            plan.setInput("loss", loss);
        }
    }

    private static double[] random(String name, int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = CounterRandom.gaussian(CounterRandom.key(name.hashCode()), i);
        }
        return values;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** By their names, random where the test says nothing. */
    private static double[] parameters(ModelGraph graph, Map<String, double[]> given) {
        double[] all = new double[graph.layout().length()];
        for (ParameterSpec parameter : graph.layout().parameters()) {
            double[] values = given.getOrDefault(parameter.name(), random(parameter.name(), parameter.length()));
            assertThat(values).as(parameter.name()).hasSize(parameter.length());
            System.arraycopy(values, 0, all, parameter.offset(), values.length);
        }
        return all;
    }

    private static float[] heard(ScoreFunction score, ScoreNormalization normalization, Map<String, double[]> given) {
        ModelGraph graph = graph(score, normalization, DataType.FLOAT);
        double[] parameters = parameters(graph, given);
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels())) {
            setInputs(plan, DataType.FLOAT);
            plan.parameters().write(0, floats(parameters), 0, parameters.length);
            plan.run();
            return plan.output("heard");
        }
    }

    @ParameterizedTest
    @MethodSource("scores")
    void gradient_everyScore_isThatOfDifferences(ScoreFunction score) {
        for (ScoreNormalization normalization : List.of(new SoftMaximum(), new MixtureOfSoftmaxes(2))) {
            ModelGraph graph = graph(score, normalization, DataType.DOUBLE);
            GradientCheck.check(graph, parameters(graph, Map.of()), plan -> setInputs(plan, DataType.DOUBLE));
        }
    }

    /** Values of 1 are heard as 1, padding or not. */
    @ParameterizedTest
    @MethodSource("scores")
    void weights_everyScore_addUpToOne(ScoreFunction score) {
        double[] ones = new double[BATCH * HEADS * KEYS * 3];
        Arrays.fill(ones, 1);
        for (ScoreNormalization normalization :
                List.of(new SoftMaximum(), new MixtureOfSoftmaxes(3), new HardMaximum())) {
            for (float value : heard(score, normalization, Map.of("values", ones))) {
                assertThat(value).isCloseTo(1, within(TOLERANCE));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("scores")
    void heard_otherOrderOfKeys_isTheSame(ScoreFunction score) {
        double[] keys = random("keys", BATCH * HEADS * KEYS * WIDTH);
        double[] values = random("values", BATCH * HEADS * KEYS * 3);
        // The last key is padding in one sample, so it stays where it is.
        Map<String, double[]> changed = Map.of("keys", swapped(keys, WIDTH, 0, 2), "values", swapped(values, 3, 0, 2));

        for (ScoreNormalization normalization : List.of(new SoftMaximum(), new MixtureOfSoftmaxes(2))) {
            requireEqual(heard(score, normalization, changed), heard(score, normalization, Map.of()));
        }
    }

    private static double[] swapped(double[] rows, int width, int first, int second) {
        double[] result = rows.clone();
        for (int head = 0; head < BATCH * HEADS; head++) {
            int begin = head * KEYS * width;
            System.arraycopy(rows, begin + first * width, result, begin + second * width, width);
            System.arraycopy(rows, begin + second * width, result, begin + first * width, width);
        }
        return result;
    }

    @ParameterizedTest
    @MethodSource("scores")
    void padding_anyKeyAndValue_changesNothing(ScoreFunction score) {
        double[] keys = random("keys", BATCH * HEADS * KEYS * WIDTH);
        double[] values = random("values", BATCH * HEADS * KEYS * 3);
        for (int head = 0; head < HEADS; head++) {
            keys[(head * KEYS + KEYS - 1) * WIDTH] += 3;
            values[(head * KEYS + KEYS - 1) * 3] += 3;
        }

        requireEqual(
                heard(score, new SoftMaximum(), Map.of("keys", keys, "values", values)),
                heard(score, new SoftMaximum(), Map.of()));
    }

    private static void requireEqual(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(TOLERANCE * 5));
        }
    }

    @Test
    void additive_noVector_hearsAllAlike() {
        float[] heard = heard(new Additive(5), new SoftMaximum(), Map.of("score.vector", new double[5]));
        double[] values = random("values", BATCH * HEADS * KEYS * 3);

        // Of the second sample, which has no padding.
        for (int i = 0; i < 3; i++) {
            int begin = HEADS * KEYS * 3;
            double mean =
                    (values[begin + i] + values[begin + 3 + i] + values[begin + 6 + i] + values[begin + 9 + i]) / 4;
            assertThat(heard[HEADS * QUERIES * 3 + i]).isCloseTo((float) mean, within(TOLERANCE));
        }
    }

    @Test
    void concatenated_matricesSideBySide_isAdditive() {
        double[] ofQueries = random("a", 5 * WIDTH);
        double[] ofKeys = random("b", 5 * WIDTH);
        double[] both = new double[5 * 2 * WIDTH];
        for (int row = 0; row < 5; row++) {
            System.arraycopy(ofQueries, row * WIDTH, both, row * 2 * WIDTH, WIDTH);
            System.arraycopy(ofKeys, row * WIDTH, both, row * 2 * WIDTH + WIDTH, WIDTH);
        }

        requireEqual(
                heard(new Concatenated(5, false), new SoftMaximum(), Map.of("score.weight", both)),
                heard(
                        new Additive(5),
                        new SoftMaximum(),
                        Map.of("score.query.weight", ofQueries, "score.key.weight", ofKeys)));
    }

    @Test
    void general_identity_isDot() {
        double[] identity = new double[WIDTH * WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            identity[i * WIDTH + i] = 1;
        }

        requireEqual(
                heard(new General(), new SoftMaximum(), Map.of("score.weight", identity)),
                heard(new Dot(), new SoftMaximum(), Map.of()));
    }

    @Test
    void cosine_longerQueriesAndKeys_sameWeights() {
        Cosine cosine = new Cosine(0.1, 1e-12);
        Map<String, double[]> longer = new LinkedHashMap<>();
        longer.put("queries", scaled(random("queries", BATCH * HEADS * QUERIES * WIDTH), 7));
        longer.put("keys", scaled(random("keys", BATCH * HEADS * KEYS * WIDTH), 0.3));

        requireEqual(heard(cosine, new SoftMaximum(), longer), heard(cosine, new SoftMaximum(), Map.of()));
        assertThat(heard(new Dot(), new SoftMaximum(), longer))
                .isNotEqualTo(heard(new Dot(), new SoftMaximum(), Map.of()));
    }

    private static double[] scaled(double[] values, double factor) {
        double[] result = values.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] *= factor;
        }
        return result;
    }

    @Test
    void distance_bothMoved_sameWeights() {
        double[] queries = random("queries", BATCH * HEADS * QUERIES * WIDTH);
        double[] keys = random("keys", BATCH * HEADS * KEYS * WIDTH);
        for (int i = 0; i < queries.length; i++) {
            queries[i] += 0.5 * (i % WIDTH);
        }
        for (int i = 0; i < keys.length; i++) {
            keys[i] += 0.5 * (i % WIDTH);
        }

        requireEqual(
                heard(new NegativeSquaredDistance(), new SoftMaximum(), Map.of("queries", queries, "keys", keys)),
                heard(new NegativeSquaredDistance(), new SoftMaximum(), Map.of()));
    }

    @Test
    void distance_keyEqualToTheQuery_isHeardMost() {
        double[] queries = random("queries", BATCH * HEADS * QUERIES * WIDTH);
        double[] keys = scaled(random("keys", BATCH * HEADS * KEYS * WIDTH), 10);
        System.arraycopy(queries, 0, keys, 2 * WIDTH, WIDTH);
        float[] heard =
                heard(new NegativeSquaredDistance(), new HardMaximum(), Map.of("queries", queries, "keys", keys));
        double[] values = random("values", BATCH * HEADS * KEYS * 3);

        for (int i = 0; i < 3; i++) {
            assertThat(heard[i]).isEqualTo((float) values[2 * 3 + i]);
        }
    }

    @Test
    void mixture_onePart_isTheSoftmax() {
        requireEqual(
                heard(new ScaledDot(), new MixtureOfSoftmaxes(1), Map.of()),
                heard(new ScaledDot(), new SoftMaximum(), Map.of()));
    }

    @Test
    void parameters_additive_asManyAsTheFormula() {
        assertThat(graph(new Additive(5), new SoftMaximum(), DataType.FLOAT).layout().parameters().stream()
                        .filter(parameter -> parameter.name().startsWith("score."))
                        .mapToInt(ParameterSpec::length)
                        .sum())
                .isEqualTo(5 * (WIDTH + WIDTH + 1));
    }

    @Test
    void settings_impossible_saySo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cosine(0, 1e-6))
                .withMessageContaining("temperature");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> graph(new Dot(), new MixtureOfSoftmaxes(4), DataType.FLOAT))
                .withMessageContaining("multiples of the number of parts");
    }
}
