package io.sparkformer.model.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Indexing;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepPlanTest {
    private static final float[] X = {1, 2, 3, 4, 5, 6};

    private final GraphBuilder builder = new GraphBuilder(GraphSettings.training(1));
    private final Scope scope = builder.root();
    private final Tensor x = builder.input("x", 2, 3);

    private static Tensor parameter(Scope scope, String name, long... shape) {
        return scope.weight(name, Initializer.normal(1), shape);
    }

    @Test
    void gradients_twoParametersWithTheSameGradientVariable_bothHaveTheirPlace() {
        Tensor sum = Arithmetic.add(parameter(scope, "a", 2, 3), parameter(scope, "b", 2, 3));
        ModelGraph graph = builder.build(Map.of(), Reductions.sumAll(Arithmetic.multiply(sum, x)));

        assertThat(gradients(graph)).containsExactly(1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6);
    }

    /** The product is computed under another shape; it must land in the gradient's own place without a copy. */
    @Test
    void gradients_parameterUsedUnderAnotherShape_areComputedInPlace() {
        Tensor reshaped = Shaping.reshape(parameter(scope, "a", 6), 2, 3);
        ModelGraph graph = builder.build(Map.of(), Reductions.sumAll(Arithmetic.multiply(reshaped, x)));

        assertThat(gradients(graph)).containsExactly(X);
    }

    /** Both gradients are reshapes of one variable, which can lie in one place only. */
    @Test
    void gradients_twoParametersUsedUnderAnotherShape_bothHaveTheirPlace() {
        Tensor a = Shaping.reshape(parameter(scope, "a", 6), 2, 3);
        Tensor b = Shaping.reshape(parameter(scope, "b", 3, 2), 2, 3);
        ModelGraph graph = builder.build(Map.of(), Reductions.sumAll(Arithmetic.multiply(Arithmetic.add(a, b), x)));

        assertThat(gradients(graph)).containsExactly(1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void gradients_oneInItsShapeAndOneReshaped_bothHaveTheirPlace() {
        Tensor b = Shaping.reshape(parameter(scope, "b", 6), 2, 3);
        Tensor sum = Arithmetic.add(parameter(scope, "a", 2, 3), b);
        ModelGraph graph = builder.build(Map.of(), Reductions.sumAll(Arithmetic.multiply(sum, x)));

        assertThat(gradients(graph)).containsExactly(1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6);
    }

    /** The derivative of the loss by itself is a constant; the first gradient is it, the second a reshape of it. */
    @Test
    void gradients_thatAreConstants_haveTheirPlace() {
        Tensor scalar = parameter(scope, "a");
        Tensor reshaped = Shaping.reshape(parameter(scope, "b", 1, 1));
        ModelGraph graph = builder.build(Map.of("x", x), Arithmetic.add(scalar, reshaped));

        assertThat(gradients(graph)).containsExactly(1, 1);
    }

    @Test
    void forTraining_parameterThatTheLossIgnores_isRefusedByName() {
        parameter(scope.child("head"), "unused", 4);
        ModelGraph graph =
                builder.build(Map.of(), Reductions.sumAll(Arithmetic.multiply(parameter(scope, "a", 2, 3), x)));

        assertThatThrownBy(() -> StepPlan.forTraining(graph, new Nd4jKernels()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("head.unused");
    }

    @Test
    void forTraining_ofAGraphWithoutLoss_isRefused() {
        ModelGraph graph = builder.build(Map.of("y", Arithmetic.square(x)), null);

        assertThatThrownBy(() -> StepPlan.forTraining(graph, new Nd4jKernels())).hasMessageContaining("without a loss");
    }

    @Test
    void forTraining_ofALossThatIsNoScalar_isRefused() {
        ModelGraph graph = builder.build(Map.of(), Arithmetic.multiply(parameter(scope, "a", 2, 3), x));

        assertThatThrownBy(() -> StepPlan.forTraining(graph, new Nd4jKernels()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("[2, 3]", "no scalar");
    }

    @Test
    void forInference_hasOutputsAndLossButNoGradients() {
        Tensor product = Arithmetic.multiply(parameter(scope, "a", 2, 3), x);
        ModelGraph graph = builder.build(Map.of("product", product), Reductions.sumAll(product));
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels())) {
            plan.parameters().write(0, new float[] {1, 0, 2, 0, 3, 0}, 0, 6);
            plan.setInput("x", X);
            plan.run();

            assertThat(plan.output("product")).containsExactly(1, 0, 6, 0, 15, 0);
            assertThat(plan.loss()).isEqualTo(22);
            assertThatThrownBy(plan::gradients).hasMessageContaining("compiled for inference");
        }
    }

    @Test
    void run_operationsThatNothingNeeds_areLeftOut() {
        Tensor product = Arithmetic.multiply(parameter(scope, "a", 2, 3), x);
        Arithmetic.square(Arithmetic.square(product));
        ModelGraph graph = builder.build(Map.of("product", product), null);
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels())) {
            assertThat(plan.kernelCount()).isEqualTo(1);
        }
    }

    @Test
    void run_reshapes_costNothing() {
        Tensor reshaped = Shaping.reshape(Arithmetic.square(Shaping.reshape(x, 6)), 3, 2);
        ModelGraph graph = builder.build(Map.of("squares", reshaped), null);
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels())) {
            plan.setInput("x", X);
            plan.run();

            assertThat(plan.kernelCount()).isEqualTo(1);
            assertThat(plan.output("squares")).containsExactly(1, 4, 9, 16, 25, 36);
        }
    }

    @Test
    void setInput_ofAnotherLengthOrName_isRefused() {
        ModelGraph graph = builder.build(Map.of("y", Arithmetic.square(x)), null);
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels())) {
            assertThatThrownBy(() -> plan.setInput("x", new float[5]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("input x: 5 values given, 6 expected");
            assertThatThrownBy(() -> plan.setInput("x", new double[7])).hasMessageContaining("7 values given");
            assertThatThrownBy(() -> plan.setInput("pixels", X)).hasMessageContainingAll("pixels", "[x]");
        }
    }

    @Test
    void setInput_ofIntegersFromAPlaceOn_takesThoseAndNoReals() {
        Tensor ids = builder.integerInput("ids", 2);
        ModelGraph graph = builder.build(Map.of("rows", Indexing.rows(x, ids)), null);
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels())) {
            plan.setInput("x", new InputValues.Reals(X));
            plan.setInput("ids", new InputValues.Integers(new int[] {0, 0, 1, 0}), 2);
            plan.run();

            assertThat(plan.output("rows")).containsExactly(X[3], X[4], X[5], X[0], X[1], X[2]);
            assertThatThrownBy(() -> plan.setInput("ids", new InputValues.Reals(new float[2])))
                    .hasMessageContainingAll("ids", "FLOAT", "INT expected");
            assertThatThrownBy(() -> plan.setInput("ids", new InputValues.Integers(new int[3])))
                    .hasMessageContainingAll("ids", "3 values given");
        }
    }

    /** Values of another precision would be read as garbage. */
    @Test
    void setInput_inAnotherPrecision_isRefused() {
        ModelGraph graph = builder.build(Map.of("y", Arithmetic.square(x)), null);
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels())) {
            assertThatThrownBy(() -> plan.setInput("x", new double[6])).hasMessageContainingAll("FLOAT", "DOUBLE");
        }
    }

    @Test
    void forInference_ofAnOperationOfSameDiffItself_isRefusedWithPlaceAndRemedy() {
        Tensor foreign = new Tensor(x.graph().math().sin("blocks.0.sine", x.variable()), 2, 3);
        ModelGraph graph = builder.build(Map.of("y", foreign), null);

        assertThatThrownBy(() -> StepPlan.forInference(graph, new Nd4jKernels()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContainingAll("sin", "blocks.0.sine", "io.sparkformer.model.operation");
    }

    @Test
    void loss_ofAGraphWithoutOne_isRefused() {
        ModelGraph graph = builder.build(Map.of("y", Arithmetic.square(x)), null);
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels())) {
            assertThatThrownBy(plan::loss).hasMessageContaining("no loss");
        }
    }

    /** A replica may be compiled again from a graph that has been compiled before. */
    @Test
    void forTraining_twiceFromOneGraph_givesTheSame() {
        ModelGraph graph =
                builder.build(Map.of(), Reductions.sumAll(Arithmetic.multiply(parameter(scope, "a", 2, 3), x)));

        assertThat(gradients(graph)).isEqualTo(gradients(graph)).containsExactly(X);
    }

    private static float[] gradients(ModelGraph graph) {
        try (StepPlan plan = StepPlan.forTraining(graph, new Nd4jKernels())) {
            plan.setInput("x", X);
            float[] parameters = graph.initialParameters(1);
            plan.parameters().write(0, parameters, 0, parameters.length);
            plan.run();
            float[] gradients = new float[graph.layout().length()];
            plan.gradients().read(0, gradients, 0, gradients.length);
            return gradients;
        }
    }
}
