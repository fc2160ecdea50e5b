package io.sparkformer.model.graph;

import io.sparkformer.model.plan.StepPlan;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;

/** What a graph's random inputs are for samples 0, 1, ... */
public final class RandomInputs {
    private RandomInputs() {}

    /** Draws all of them for a plan. */
    public static void set(StepPlan plan) {
        long[] keys = LongStream.range(0, plan.graph().settings().batchSize()).toArray();
        set(plan, keys);
    }

    /** Draws all of them for a plan's samples. */
    public static void set(StepPlan plan, long... sampleKeys) {
        for (RandomInput random : plan.graph().randomInputs()) {
            float[] values = new float[random.length()];
            random.fill(sampleKeys, values);
            if (plan.graph().settings().type() == DataType.DOUBLE) {
                plan.setInput(random.input(), exact(values));
            } else {
                plan.setInput(random.input(), values);
            }
        }
    }

    /** That of a name, as {@link #set(StepPlan)} draws it. */
    public static double[] values(ModelGraph graph, String input) {
        RandomInput random = graph.randomInputs().stream()
                .filter(candidate -> candidate.input().equals(input))
                .findFirst()
                .orElseThrow();
        float[] values = new float[random.length()];
        random.fill(LongStream.range(0, random.batch()).toArray(), values);
        return exact(values);
    }

    private static double[] exact(float[] values) {
        double[] exact = new double[values.length];
        Arrays.setAll(exact, i -> values[i]);
        return exact;
    }
}
