package io.sparkformer.model.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.StepPlan;
import java.util.function.Consumer;

/** Holds a plan's gradients against central differences in double precision. */
public final class GradientCheck {
    private static final double STEP = 1e-4;
    private static final double TOLERANCE = 1e-7;

    private GradientCheck() {}

    /**
     * Checks every element of every parameter.
     *
     * @param graph a training graph in double precision
     * @param parameters where to take the derivatives
     * @param inputs sets the plan's inputs
     */
    public static void check(ModelGraph graph, double[] parameters, Consumer<StepPlan> inputs) {
        try (StepPlan plan = StepPlan.forTraining(graph, new Nd4jKernels())) {
            inputs.accept(plan);
            plan.parameters().write(0, parameters, 0, parameters.length);
            plan.run();
            double[] gradients = new double[parameters.length];
            plan.gradients().read(0, gradients, 0, gradients.length);
            for (ParameterSpec parameter : graph.layout().parameters()) {
                for (int i = 0; i < parameter.length(); i++) {
                    int index = parameter.offset() + i;
                    assertThat(gradients[index])
                            .as("gradient of %s[%d]", parameter.name(), i)
                            .isCloseTo(difference(plan, parameters, index), within(tolerance(gradients[index])));
                }
            }
        }
    }

    private static double tolerance(double gradient) {
        return TOLERANCE * Math.max(1, Math.abs(gradient));
    }

    /** Five-point central difference: its error is of the order STEP^4. */
    private static double difference(StepPlan plan, double[] parameters, int index) {
        return (8 * (lossAt(plan, parameters, index, STEP) - lossAt(plan, parameters, index, -STEP))
                        - (lossAt(plan, parameters, index, 2 * STEP) - lossAt(plan, parameters, index, -2 * STEP)))
                / (12 * STEP);
    }

    private static double lossAt(StepPlan plan, double[] parameters, int index, double shift) {
        double[] shifted = parameters.clone();
        shifted[index] += shift;
        plan.parameters().write(0, shifted, 0, shifted.length);
        plan.run();
        return plan.loss();
    }
}
