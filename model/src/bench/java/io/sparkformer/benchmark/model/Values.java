package io.sparkformer.benchmark.model;

import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.InputValues;
import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What every engine starts from: the same parameters and the same batch. */
public final class Values {
    private static final long SEED = 1;
    private static final float SPREAD = 0.03f;

    private Values() {}

    /**
     * The initial parameters, all of them moved a little: a head of zeros, as ViT's, would hide every other parameter from
     * the loss and from its own gradient.
     */
    public static float[] parameters(ModelGraph graph) {
        float[] values = graph.initialParameters(SEED);
        long key = CounterRandom.key(SEED, 2);
        for (int i = 0; i < values.length; i++) {
            values[i] += SPREAD * (2 * CounterRandom.uniform(key, i) - 1);
        }
        return values;
    }

    /**
     * Normal values, but for {@code targets}, which are classes as rows of one 1, and {@code weights}, which make the sum of
     * the losses their mean.
     */
    static Map<String, InputValues> inputs(ModelGraph graph) {
        Map<String, InputValues> values = new LinkedHashMap<>();
        graph.inputs()
                .forEach((name, input) -> values.put(
                        name,
                        new InputValues.Reals(
                                switch (name) {
                                    case "targets" -> classes(input);
                                    case "weights" -> constant(input, 1f / input.length());
                                    default -> normal(name, input);
                                })));
        return values;
    }

    /** The class of a row of {@code targets} [B, classes]. */
    static int targetClass(int row, int classes) {
        return row * 7 % classes;
    }

    private static float[] classes(Tensor input) {
        float[] values = new float[Math.toIntExact(input.length())];
        int classes = Math.toIntExact(input.dimension(1));
        for (int row = 0; row < input.dimension(0); row++) {
            values[row * classes + targetClass(row, classes)] = 1;
        }
        return values;
    }

    private static float[] constant(Tensor input, float value) {
        float[] values = new float[Math.toIntExact(input.length())];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] normal(String name, Tensor input) {
        float[] values = new float[Math.toIntExact(input.length())];
        long key = CounterRandom.key(SEED, name.hashCode());
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) CounterRandom.gaussian(key, i);
        }
        return values;
    }
}
