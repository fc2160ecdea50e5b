package io.sparkformer.model.fuzz;

import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.PlanSettings;
import io.sparkformer.model.plan.StepPlan;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a training step computes.
 *
 * @param loss a scalar
 * @param outputs by their role
 * @param gradients by their parameter
 * @param bytes of the working memory
 */
record Outcome(double loss, Map<String, double[]> outputs, Map<String, double[]> gradients, long bytes) {
    /** Runs a graph from its own parameters. */
    static Outcome of(RandomGraph graph, Kernels engine, PlanSettings settings) {
        return of(graph, engine, settings, graph.parameters());
    }

    /** Runs a graph, first from other parameters, since nothing of a run may be left for the next. */
    static Outcome of(RandomGraph graph, Kernels engine, PlanSettings settings, double[] parameters) {
        try (StepPlan plan = StepPlan.forTraining(graph.graph(), engine, settings)) {
            graph.setInputs(plan);
            write(plan, Arrays.stream(parameters).map(value -> 1 - value).toArray());
            plan.run();
            write(plan, parameters);
            plan.run();
            return new Outcome(plan.loss(), outputs(plan), gradients(plan), plan.workingBytes());
        }
    }

    /** Whether there is neither an infinity nor something that is no number. */
    boolean isFinite() {
        return Double.isFinite(loss) && Double.isFinite(norm(outputs)) && Double.isFinite(norm(gradients));
    }

    /** Euclidean norm of all arrays together. */
    static double norm(Map<String, double[]> arrays) {
        return Math.sqrt(arrays.values().stream().mapToDouble(Outcome::square).sum());
    }

    /** Euclidean distance of all arrays together. */
    static double distance(Map<String, double[]> a, Map<String, double[]> b) {
        Map<String, double[]> difference = new TreeMap<>();
        a.forEach((name, values) -> difference.put(name, minus(values, Objects.requireNonNull(b.get(name)))));
        return norm(difference);
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        Arrays.setAll(difference, i -> a[i] - b[i]);
        return difference;
    }

    private static double square(double[] values) {
        return Arrays.stream(values).map(value -> value * value).sum();
    }

    private static boolean isSingle(StepPlan plan) {
        return plan.graph().settings().type() == DataType.FLOAT;
    }

    private static void write(StepPlan plan, double[] parameters) {
        if (isSingle(plan)) {
            plan.parameters().write(0, RandomGraph.floats(parameters), 0, parameters.length);
        } else {
            plan.parameters().write(0, parameters, 0, parameters.length);
        }
    }

    private static Map<String, double[]> outputs(StepPlan plan) {
        Map<String, double[]> outputs = new TreeMap<>();
        for (Map.Entry<String, Tensor> output : plan.graph().outputs().entrySet()) {
            outputs.put(
                    output.getKey(),
                    isSingle(plan)
                            ? doubles(plan.output(output.getKey()))
                            : plan.values(output.getValue().name()));
        }
        return outputs;
    }

    private static Map<String, double[]> gradients(StepPlan plan) {
        double[] all = new double[plan.graph().layout().length()];
        if (isSingle(plan)) {
            float[] values = new float[all.length];
            plan.gradients().read(0, values, 0, values.length);
            all = doubles(values);
        } else {
            plan.gradients().read(0, all, 0, all.length);
        }
        Map<String, double[]> gradients = new TreeMap<>();
        for (ParameterSpec parameter : plan.graph().layout().parameters()) {
            int from = parameter.offset();
            gradients.put(parameter.name(), Arrays.copyOfRange(all, from, from + parameter.length()));
        }
        return gradients;
    }

    private static double[] doubles(float[] values) {
        double[] result = new double[values.length];
        Arrays.setAll(result, i -> values[i]);
        return result;
    }
}
