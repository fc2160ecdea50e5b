package io.sparkformer.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.StepPlan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** What policies learn by the losses of samples. */
class PolicyTest {
    private static final double[] LOSSES = {0.5, -2, 3};
    private static final double[] LIKELIHOODS = {-1, -0.25, -4};
    private static final double BASELINE = 0.75;
    private static final List<String> NAMES = List.of("task", "first", "second", "baseline");

    private static double start(String name) {
        return switch (name) {
            case "task" -> 2;
            case "baseline" -> BASELINE;
            default -> 1;
        };
    }

    /** Loss and gradients of a model that scales its losses by one parameter and two log-likelihoods by others. */
    private static double[] run(double[] lossAndGradients) {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(3, GraphSettings.Mode.TRAINING, DataType.DOUBLE));
        Scope scope = builder.root();
        Tensor task = scope.weight("task", Initializer.ones(), 1);
        Tensor first = scope.weight("first", Initializer.ones(), 1);
        Tensor second = scope.weight("second", Initializer.ones(), 1);
        Tensor baseline = scope.averaged("baseline", Initializer.zeros(), 0.1, 1);
        Tensor likelihoods = builder.input("likelihoods", 3);
        scope.policy(Arithmetic.multiply(first, likelihoods), baseline);
        scope.policy(Arithmetic.multiply(second, Arithmetic.square(likelihoods)), baseline);
        Tensor losses = Arithmetic.multiply(task, builder.input("losses", 3));
        ModelGraph graph = builder.build(Map.of(), Reductions.sumAll(builder.penalized(losses)));
        try (StepPlan plan = StepPlan.forTraining(graph, new Nd4jKernels())) {
            double[] parameters = new double[NAMES.size()];
            NAMES.forEach(name -> parameters[graph.layout().parameter(name).offset()] = start(name));
            plan.parameters().write(0, parameters, 0, parameters.length);
            plan.setInput("losses", LOSSES);
            plan.setInput("likelihoods", LIKELIHOODS);
            plan.run();
            lossAndGradients[0] = plan.loss();
            for (int i = 0; i < NAMES.size(); i++) {
                plan.gradients().read(graph.layout().parameter(NAMES.get(i)).offset(), lossAndGradients, i + 1, 1);
            }
        }
        return lossAndGradients;
    }

    @Test
    void penalized_withPolicies_hasTheLossOfTheTaskAndTheGradientsOfAll() {
        double[] found = run(new double[5]);

        double task = 0;
        double first = 0;
        double second = 0;
        double baseline = 0;
        for (int sample = 0; sample < 3; sample++) {
            double reward = -2 * LOSSES[sample];
            task += LOSSES[sample];
            first -= (reward - BASELINE) * LIKELIHOODS[sample];
            second -= (reward - BASELINE) * LIKELIHOODS[sample] * LIKELIHOODS[sample];
            baseline += BASELINE - reward; // once, though two policies have it
        }
        assertThat(found).containsExactly(new double[] {2 * task, task, first, second, baseline}, within(1e-12));
    }
}
