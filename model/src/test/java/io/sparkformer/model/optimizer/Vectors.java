package io.sparkformer.model.optimizer;

import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterLayout.Declaration;
import io.sparkformer.model.random.CounterRandom;
import java.util.List;

/** Small models and vectors for tests. */
final class Vectors {
    /** Five stretches of decaying and other parameters; 6, 7, 30, 5 and 12 elements. */
    static final ParameterLayout LAYOUT = ParameterLayout.of(List.of(
            new Declaration("a.weight", new long[] {2, 3}, true),
            new Declaration("b.bias", new long[] {7}, false),
            new Declaration("c.weight", new long[] {5, 4}, true),
            new Declaration("d.weight", new long[] {10}, true),
            new Declaration("e.bias", new long[] {5}, false),
            new Declaration("f.weight", new long[] {3, 4}, true)));

    /** Stretches that end within blocks, at their ends, and span several: 2,100, 5, 967, 2,000, 1,500 and 17 elements. */
    static final ParameterLayout LARGE = ParameterLayout.of(List.of(
            new Declaration("a.weight", new long[] {700, 3}, true),
            new Declaration("b.bias", new long[] {5}, false),
            new Declaration("c.weight", new long[] {3 * Blocks.SIZE - 2_105}, true),
            new Declaration("d.weight", new long[] {40, 50}, true),
            new Declaration("e.bias", new long[] {1_500}, false),
            new Declaration("f.weight", new long[] {17}, true)));

    private Vectors() {}

    /** Standard normal elements that depend on the key. */
    static float[] normal(int length, long key) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) CounterRandom.gaussian(CounterRandom.key(key), i);
        }
        return values;
    }

    /** The Euclidean norm of left - right. */
    static double distance(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += Math.pow((double) left[i] - right[i], 2);
        }
        return Math.sqrt(sum);
    }
}
