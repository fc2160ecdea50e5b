package io.sparkformer.model.attention;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.graph.RandomInputs;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.GradientCheck;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An attention by itself, in double precision. Tokens, "x", and their projections, "qkv", are parameters, so that they have gradients, and have
 * nothing to do with each other.
 *
 * @param attention under test
 * @param tokens of each of {@link #BATCH} samples
 * @param width of tokens
 * @param heads among which it is divided
 * @param causal whether tokens hear those before them only
 * @param padding how many tokens at the end of the last sample are not there
 */
record AttentionExample(BlockAttention attention, int tokens, int width, int heads, boolean causal, int padding) {
    static final int BATCH = 2;

    /** How a query weights a key, before weights are made to add up to 1. */
    @FunctionalInterface
    interface Weights {
        double of(double[] query, double[] key);
    }

    /** Of each token: queries, keys and values, or fewer. */
    int projections() {
        return mechanism(new GraphBuilder(GraphSettings.training(BATCH)), Optional.empty())
                .projections();
    }

    ModelGraph graph() {
        return graph(GraphSettings.Mode.TRAINING);
    }

    private ModelGraph graph(GraphSettings.Mode mode) {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(BATCH, mode, DataType.DOUBLE));
        Tensor x = builder.root().weight("x", Initializer.normal(1), BATCH, tokens, width);
        Tensor bias = builder.input("bias", BATCH, 1, 1, tokens);
        Tensor weights = builder.input("weights", BATCH, tokens, width);
        AttentionMechanism mechanism = mechanism(builder, padding == 0 ? Optional.empty() : Optional.of(bias));
        Tensor qkv = builder.root()
                .weight("qkv", Initializer.normal(1), BATCH, tokens, (long) mechanism.projections() * width);
        Tensor heard = mechanism.apply(builder.root().child("blocks").child(0).child("attn"), x, qkv);
        Tensor weighted = Arithmetic.multiply(Arithmetic.add(Arithmetic.square(heard), heard), weights);
        Tensor losses = builder.penalized(ConstantTable.zeros(x, BATCH));
        Tensor loss = Arithmetic.add(
                Arithmetic.add(Reductions.sumAll(weighted), Reductions.sumAll(Arithmetic.square(x))),
                Reductions.sumAll(losses));
        return builder.build(Map.of("heard", heard), loss);
    }

    private AttentionMechanism mechanism(GraphBuilder builder, Optional<Tensor> bias) {
        Layers layers = new Layers(
                builder.root().child("blocks"),
                1,
                heads,
                causal,
                bias,
                (layer, mechanism) -> TransformerBlock.Settings.vision(mechanism, 1, 1e-6, 0, 0),
                Layering.PLAIN);
        return attention.at(layers.place(0));
    }

    private void setInputs(StepPlan plan) {
        double[] bias = new double[BATCH * tokens];
        Arrays.fill(bias, bias.length - padding, bias.length, AttentionSettings.UNHEARD);
        plan.setInput("bias", bias);
        plan.setInput("weights", random("weights", BATCH * tokens * width));
        RandomInputs.set(plan);
    }

    /** Numbers of a standard normal distribution, the same for the same name. */
    static double[] random(String name, int length) {
        double[] values = new double[length];
        Arrays.setAll(values, i -> CounterRandom.gaussian(CounterRandom.key(name.hashCode()), i));
        return values;
    }

    double[] qkv() {
        return random("qkv", BATCH * tokens * 3 * width);
    }

    /** As given by name, else random. */
    private static double[] parameters(ModelGraph graph, Map<String, double[]> given) {
        double[] all = new double[graph.layout().length()];
        for (ParameterSpec parameter : graph.layout().parameters()) {
            double[] values = given.getOrDefault(parameter.name(), random(parameter.name(), parameter.length()));
            if (values.length != parameter.length()) {
                throw new AssertionError(parameter + " from " + values.length + " numbers");
            }
            System.arraycopy(values, 0, all, parameter.offset(), values.length);
        }
        return all;
    }

    /** Of a parameter, with respect to the loss. */
    double[] gradient(String name, Map<String, double[]> given) {
        ModelGraph graph = graph();
        double[] parameters = parameters(graph, given);
        ParameterSpec parameter = graph.layout().parameter(name);
        double[] gradient = new double[parameter.length()];
        try (StepPlan plan = StepPlan.forTraining(graph, new Nd4jKernels())) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            setInputs(plan);
            plan.run();
            plan.gradients().read(parameter.offset(), gradient, 0, gradient.length);
        }
        return gradient;
    }

    /** In training, [B, T, D]. */
    double[] heard(Map<String, double[]> given) {
        return heard(GraphSettings.Mode.TRAINING, given);
    }

    /** [B, T, D]. */
    double[] heard(GraphSettings.Mode mode, Map<String, double[]> given) {
        ModelGraph graph = graph(mode);
        double[] parameters = parameters(graph, given);
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels())) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            setInputs(plan);
            plan.run();
            return plan.values(graph.output("heard").name());
        }
    }

    void checkGradients() {
        ModelGraph graph = graph();
        GradientCheck.checkSample(graph, parameters(graph, Map.of()), this::setInputs);
    }

    void checkGradients(Predicate<String> parameters) {
        ModelGraph graph = graph();
        GradientCheck.checkSample(graph, parameters(graph, Map.of()), this::setInputs, parameters);
    }

    /** What is heard by the definition, pair by pair; [B, T, D]. */
    double[] naive(double[] qkv, Weights weights) {
        double[] heard = new double[BATCH * tokens * width];
        for (int token = 0; token < BATCH * tokens; token++) {
            for (int head = 0; head < heads; head++) {
                double[] mean = mean(qkv, token, head, weights);
                System.arraycopy(mean, 0, heard, token * width + head * mean.length, mean.length);
            }
        }
        return heard;
    }

    private double[] mean(double[] qkv, int token, int head, Weights weights) {
        int sample = token / tokens;
        int end = sample * tokens + tokens - (sample == BATCH - 1 ? padding : 0);
        double[] query = part(qkv, token, 0, head);
        double[] mean = new double[query.length];
        double total = 0;
        for (int other = sample * tokens; other < (causal ? Math.min(end, token + 1) : end); other++) {
            double weight = weights.of(query, part(qkv, other, 1, head));
            double[] value = part(qkv, other, 2, head);
            total += weight;
            Arrays.setAll(mean, i -> mean[i] + weight * value[i]);
        }
        double sum = total;
        Arrays.setAll(mean, i -> mean[i] / sum);
        return mean;
    }

    /** Of queries (0), keys (1) or values (2) that of a head. */
    private double[] part(double[] qkv, int token, int which, int head) {
        int headWidth = width / heads;
        int from = (token * 3 + which) * width + head * headWidth;
        return Arrays.copyOfRange(qkv, from, from + headWidth);
    }

    /** exp(q k / sqrt(d)). */
    static double softmax(double[] query, double[] key) {
        return Math.exp(dot(query, key) / Math.sqrt(query.length));
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Ones on the diagonal. */
    static double[] identity(int size) {
        double[] identity = new double[size * size];
        for (int i = 0; i < size; i++) {
            identity[i * size + i] = 1;
        }
        return identity;
    }
}
