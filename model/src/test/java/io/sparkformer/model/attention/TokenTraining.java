package io.sparkformer.model.attention;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
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
import io.sparkformer.model.optimizer.AdamWConfig;
import io.sparkformer.model.optimizer.LearningRateSchedule;
import io.sparkformer.model.optimizer.Optimizer;
import io.sparkformer.model.optimizer.ScheduleConfig;
import io.sparkformer.model.plan.InputValues;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import io.sparkformer.model.train.Batch;
import io.sparkformer.model.train.LocalTraining;
import io.sparkformer.model.train.Replica;
import io.sparkformer.model.train.ReplicaState;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/**
 * A small encoder that learns to say at each place of a row of digits what another row has there.
 *
 * @param layering its layers
 * @param positions what it knows of places
 * @param longest row that it has positions for
 * @param depth L
 * @param question the row, of random digits
 * @param answer the other row, of the same digits
 */
record TokenTraining(
        Layering layering,
        Positions positions,
        int longest,
        int depth,
        UnaryOperator<int[]> question,
        UnaryOperator<int[]> answer) {
    private static final int DIGITS = 10;
    private static final int WIDTH = 32;
    private static final int BATCH = 32;

    private TokenClassification task(int length) {
        boolean sinusoids = positions == Positions.SINUSOIDAL || layering.scheme() instanceof Universal;
        EmbeddingConfig embedding =
                new EmbeddingConfig(DIGITS, WIDTH, positions, longest, 0, 0, false).withScale(sinusoids);
        StackConfig stack = new StackConfig(
                WIDTH,
                depth,
                4,
                2 * WIDTH,
                ActivationFunction.GELU,
                SublayerConnection.PRE_NORM,
                1e-5,
                false,
                layering);
        LanguageModel model = new LanguageModel(new LanguageModelConfig(embedding, stack, 0));
        return new TokenClassification(model, TextShape.of(length), DIGITS);
    }

    /** The parameters after so many steps over rows of so many digits, each seen once. */
    float[] train(int length, int steps, double rate) throws IOException {
        ModelGraph graph = task(length).graph(GraphSettings.training(BATCH));
        Optimizer optimizer = Optimizer.of(new AdamWConfig(0.9, 0.98, 1e-8, 0.01), graph.layout());
        LearningRateSchedule schedule =
                new LearningRateSchedule(new ScheduleConfig(ScheduleConfig.Shape.COSINE, rate, steps / 10, 0), steps);
        StepPlan plan = StepPlan.forTraining(graph, new CpuKernels(Precision.F32));
        try (Replica replica = new Replica(List.of(plan), optimizer, schedule, 1)) {
            float[] start = graph.initialParameters(1);
            LocalTraining training = replica.begin(new ReplicaState(start, optimizer.initialState(start.length)));
            for (long step = 0; step < steps; step++) {
                Rows rows = rows(length, step);
                training.step(step, (unused, microBatch) -> rows.batch());
            }
            return training.result().state().parameters();
        }
    }

    /** Rows of digits and their answers. */
    private record Rows(int[] tokens, int[] labels, long[] keys, int length) {
        Batch batch() {
            float[] weights = new float[BATCH];
            Arrays.fill(weights, 1);
            Map<String, InputValues> inputs = Map.of(
                    TextTensors.TOKENS,
                    new InputValues.Integers(tokens),
                    TextTensors.BIAS,
                    new InputValues.Reals(new float[BATCH * length]),
                    "labels",
                    new InputValues.Integers(labels),
                    "weights",
                    new InputValues.Reals(weights));
            return new Batch(inputs, keys, BATCH, BATCH);
        }
    }

    private Rows rows(int length, long number) {
        long key = CounterRandom.key(7, number, length);
        int[] tokens = new int[BATCH * length];
        int[] labels = new int[BATCH * length];
        long[] keys = new long[BATCH];
        for (int row = 0; row < BATCH; row++) {
            int[] digits = new int[length];
            keys[row] = CounterRandom.key(key, row);
            for (int i = 0; i < length; i++) {
                digits[i] = (int) (CounterRandom.uniform(key, row * length + i) * DIGITS);
            }
            System.arraycopy(question.apply(digits), 0, tokens, row * length, length);
            System.arraycopy(answer.apply(digits), 0, labels, row * length, length);
        }
        return new Rows(tokens, labels, keys, length);
    }

    /** The share of places of rows never trained on, of so many digits, whose answer is right. */
    double accuracy(int length, float[] parameters) {
        return accuracy(length, parameters, answer -> true);
    }

    /** The same of the places that have such an answer. */
    double accuracy(int length, float[] parameters, IntPredicate counts) {
        int hits = 0;
        int all = 0;
        int batches = 8;
        ModelGraph graph = task(length).graph(GraphSettings.inference(BATCH));
        try (StepPlan plan = StepPlan.forInference(graph, new CpuKernels(Precision.F32))) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            for (int batch = 0; batch < batches; batch++) {
                Rows rows = rows(length, -1 - batch);
                rows.batch().inputs().forEach((name, values) -> {
                    if (graph.inputs().containsKey(name)) {
                        plan.setInput(name, values);
                    }
                });
                plan.run();
                float[] logits = plan.output("logits");
                for (int i = 0; i < rows.labels.length; i++) {
                    boolean counted = counts.test(rows.labels[i]);
                    all += counted ? 1 : 0;
                    hits += counted && best(logits, i * DIGITS) == rows.labels[i] ? 1 : 0;
                }
            }
        }
        return (double) hits / all;
    }

    private static int best(float[] logits, int from) {
        int best = 0;
        for (int digit = 1; digit < DIGITS; digit++) {
            best = logits[from + digit] > logits[from + best] ? digit : best;
        }
        return best;
    }
}
