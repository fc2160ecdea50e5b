package io.sparkformer.model.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.PlanSettings;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Layers over tokens that are a parameter, {@code x}, so that they have gradients too; in double precision.
 *
 * @param encoder the layers
 * @param tokens T
 * @param depth L
 * @param causal whether tokens hear nothing that comes later
 * @param real tokens of the first sample; those behind them are padding. The second has no padding
 */
record Stack(BiFunction<Tensor, Layers, Tensor> encoder, int tokens, int depth, boolean causal, int real) {
    static final int BATCH = 2;
    static final int WIDTH = 8;
    static final int HEADS = 2;
    static final double TOLERANCE = 1e-9;

    /** Without padding. */
    static Stack of(Attention attention, int tokens, int depth, boolean causal) {
        return new Stack(attention::apply, tokens, depth, causal, tokens);
    }

    Stack withReal(int count) {
        return new Stack(encoder, tokens, depth, causal, count);
    }

    Stack withTokens(int count) {
        return new Stack(encoder, count, depth, causal, count);
    }

    ModelGraph graph(GraphSettings.Mode mode) {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(BATCH, mode, DataType.DOUBLE));
        Tensor x = builder.root().weight("x", Initializer.normal(1), BATCH, tokens, WIDTH);
        Optional<Tensor> bias =
                real < tokens ? Optional.of(builder.input("bias", BATCH, 1, 1, tokens)) : Optional.empty();
        Layers layers = new Layers(
                builder.root().child("blocks"),
                depth,
                HEADS,
                causal,
                bias,
                (layer, attention) -> TransformerBlock.Settings.vision(attention, 12, 1e-5, 0, 0),
                Layering.PLAIN);
        Tensor y = encoder.apply(x, layers).named("y");
        assertThat(y.hasShape(BATCH, tokens, WIDTH)).isTrue();
        Tensor weights = builder.input("weights", BATCH, tokens, WIDTH);
        Tensor weighted = Arithmetic.multiply(Arithmetic.add(Arithmetic.square(y), y), weights);
        Tensor losses =
                Shaping.reshape(Reductions.sum(Shaping.reshape(weighted, BATCH, (long) tokens * WIDTH), 1), BATCH);
        return builder.build(Map.of("y", y), Reductions.sumAll(builder.penalized(losses)));
    }

    void setInputs(StepPlan plan) {
        plan.setInput("weights", random("weights", BATCH * tokens * WIDTH));
        if (real < tokens) {
            double[] bias = new double[BATCH * tokens];
            Arrays.fill(bias, real, tokens, AttentionSettings.UNHEARD);
            plan.setInput("bias", bias);
        }
    }

    /** By their names, random where nothing is given. */
    double[] parameters(Map<String, double[]> given) {
        ModelGraph graph = graph(GraphSettings.Mode.INFERENCE);
        double[] all = new double[graph.layout().length()];
        for (ParameterSpec parameter : graph.layout().parameters()) {
            double[] values = given.getOrDefault(parameter.name(), random(parameter.name(), parameter.length()));
            assertThat(values).as(parameter.name()).hasSize(parameter.length());
            double scale = parameter.name().equals("x") ? 1 : 0.4;
            boolean isGiven = given.containsKey(parameter.name());
            for (int i = 0; i < values.length; i++) {
                all[parameter.offset() + i] = isGiven ? values[i] : scale * values[i];
            }
        }
        return all;
    }

    /** What becomes of these tokens, [B, T, D]. */
    double[] y(Map<String, double[]> given) {
        double[] parameters = parameters(given);
        try (StepPlan plan = StepPlan.forInference(
                graph(GraphSettings.Mode.INFERENCE), new Nd4jKernels(), PlanSettings.keeping(Set.of("y")))) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            setInputs(plan);
            plan.run();
            return plan.values("y");
        }
    }

    double[] y(double[] x) {
        return y(Map.of("x", x));
    }

    /** Random tokens. */
    double[] x() {
        return random("x", BATCH * tokens * WIDTH);
    }

    /** Whether a change of one token of the first sample is felt by each of its tokens. */
    boolean[] felt(double[] x, int changed, Map<String, double[]> others) {
        return felt(x, moved(x, changed, 0.5), others);
    }

    boolean[] felt(double[] x, double[] other, Map<String, double[]> others) {
        double[] before = y(with(others, x));
        double[] after = y(with(others, other));
        boolean[] felt = new boolean[tokens];
        for (int token = 0; token < tokens; token++) {
            felt[token] = distance(token(before, token), token(after, token)) > TOLERANCE;
        }
        return felt;
    }

    private static Map<String, double[]> with(Map<String, double[]> others, double[] x) {
        Map<String, double[]> given = new HashMap<>(others);
        given.put("x", x);
        return given;
    }

    /** Of the first sample. */
    static double[] token(double[] rows, int place) {
        return Arrays.copyOfRange(rows, place * WIDTH, (place + 1) * WIDTH);
    }

    /** The same but for a token of the first sample, not all of whose channels move alike. */
    static double[] moved(double[] x, int place, double by) {
        double[] moved = x.clone();
        for (int i = 0; i < WIDTH; i++) {
            moved[place * WIDTH + i] += by * (i % 3 - 0.8);
        }
        return moved;
    }

    /** The first tokens of each sample. */
    double[] first(double[] rows, int count) {
        double[] first = new double[BATCH * count * WIDTH];
        for (int sample = 0; sample < BATCH; sample++) {
            System.arraycopy(rows, sample * tokens * WIDTH, first, sample * count * WIDTH, count * WIDTH);
        }
        return first;
    }

    /** Padding of the first sample is not heard, and its tokens are what they are in a shorter row without padding. */
    static void requirePaddingUnheard(Attention attention, int tokens, int real) {
        Stack padded = of(attention, tokens, 2, false).withReal(real);
        double[] x = padded.x();
        double[] y = padded.y(x);
        double[] other = padded.y(moved(moved(x, real, 2), tokens - 1, -3));
        assertClose(Arrays.copyOf(other, real * WIDTH), Arrays.copyOf(y, real * WIDTH));

        Stack alone = of(attention, real, 2, false);
        assertClose(Arrays.copyOf(alone.y(padded.first(x, real)), real * WIDTH), Arrays.copyOf(y, real * WIDTH));
    }

    static void assertClose(double[] found, double[] expected) {
        assertThat(found).containsExactly(expected, within(TOLERANCE));
    }

    static double distance(double[] a, double[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    static double[] random(String name, int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = CounterRandom.gaussian(CounterRandom.key(name.hashCode()), i);
        }
        return values;
    }
}
