package io.sparkformer.model.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.layer.LinearInitialization;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.GradientCheck;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

class SetTransformerTest {
    private static final int MEMBERS = 6;
    private static final MultiheadBlock BLOCK = new MultiheadBlock(8, 2, true);
    private static final SetTransformer MODEL = new SetTransformer(2, 3, 4, BLOCK);

    /** Of one set of vectors of width 3, given as an input. */
    private static ModelGraph graph(BiFunction<Scope, Tensor, Tensor> model, int members) {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(1, GraphSettings.Mode.INFERENCE, DataType.DOUBLE));
        Tensor y = model.apply(builder.root(), builder.input("x", 1, members, 3));
        return builder.build(Map.of("y", y), null);
    }

    private static double[] y(BiFunction<Scope, Tensor, Tensor> model, double[] x) {
        ModelGraph graph = graph(model, x.length / 3);
        float[] start = graph.initialParameters(5);
        double[] parameters =
                IntStream.range(0, start.length).mapToDouble(i -> start[i]).toArray();
        try (StepPlan plan = StepPlan.forInference(graph, new Nd4jKernels())) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            plan.setInput("x", x);
            plan.run();
            return plan.values(graph.output("y").name());
        }
    }

    private static double[] x() {
        return IntStream.range(0, MEMBERS * 3)
                .mapToDouble(i -> CounterRandom.gaussian(1, i))
                .toArray();
    }

    /** The members in another order: each as many places on. */
    private static double[] turned(double[] rows, int by, int width) {
        double[] turned = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            turned[(i + by * width) % rows.length] = rows[i];
        }
        return turned;
    }

    @Test
    void blocks_membersInAnotherOrder_turnWithThem() {
        BiFunction<Scope, Tensor, Tensor> among = (scope, x) -> BLOCK.among(scope, x, Optional.empty());
        BiFunction<Scope, Tensor, Tensor> induced = (scope, x) -> BLOCK.induced(scope, x, 4, Optional.empty());

        assertThat(y(among, turned(x(), 2, 3))).containsExactly(turned(y(among, x()), 2, 8), within(1e-10));
        assertThat(y(induced, turned(x(), 2, 3))).containsExactly(turned(y(induced, x()), 2, 8), within(1e-10));
    }

    @Test
    void model_membersInAnotherOrderOrTwice_saysTheSame() {
        BiFunction<Scope, Tensor, Tensor> model = (scope, x) -> MODEL.apply(scope, x, Optional.empty());
        double[] twice = Arrays.copyOf(x(), 2 * x().length);
        System.arraycopy(x(), 0, twice, x().length, x().length);

        assertThat(y(model, turned(x(), 4, 3))).containsExactly(y(model, x()), within(1e-10));
        assertThat(y(model, twice)).containsExactly(y(model, x()), within(1e-10));
    }

    @Test
    void model_memberThatIsNotThere_isNotHeard() {
        BiFunction<Scope, Tensor, Tensor> model = (scope, x) -> MODEL.apply(scope, x, Optional.empty());
        BiFunction<Scope, Tensor, Tensor> padded = (scope, x) -> {
            double[] bias = new double[MEMBERS];
            bias[MEMBERS - 1] = AttentionSettings.UNHEARD;
            return MODEL.apply(scope, x, Optional.of(ConstantTable.of(x, "last", bias, 1, 1, 1, MEMBERS)));
        };
        assertThat(y(padded, x())).containsExactly(y(model, Arrays.copyOf(x(), 3 * (MEMBERS - 1))), within(1e-10));
    }

    /** The paper's code, of points in the plane to four clusters of five numbers. */
    @Test
    void parameters_ofTheReference_areAsMany() {
        SetTransformer reference = new SetTransformer(4, 5, 32, new MultiheadBlock(128, 4, false));
        GraphBuilder builder = new GraphBuilder(GraphSettings.inference(1));
        Tensor y = reference.apply(builder.root(), builder.input("x", 1, 10, 2), Optional.empty());

        assertThat(builder.build(Map.of("y", y), null).layout().length()).isEqualTo(423_301);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradient_isThatOfDifferences(boolean norm) {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(2, GraphSettings.Mode.TRAINING, DataType.DOUBLE));
        SetTransformer model = new SetTransformer(2, 3, 4, new MultiheadBlock(8, 2, norm));
        Tensor bias = builder.input("bias", 2, 1, 1, MEMBERS);
        Tensor y = Arithmetic.scale(
                model.apply(builder.root(), builder.input("x", 2, MEMBERS, 3), Optional.of(bias)), 0.05);
        ModelGraph graph = builder.build(
                Map.of("y", y), Reductions.sumAll(Arithmetic.multiply(Arithmetic.square(y), Arithmetic.shift(y, 1))));
        float[] start = graph.initialParameters(5);
        double[] parameters = IntStream.range(0, start.length)
                .mapToDouble(i -> start[i] + 0.1 * CounterRandom.gaussian(7, i))
                .toArray();

        GradientCheck.checkDirections(graph, parameters, plan -> {
            double[] unheard = new double[2 * MEMBERS];
            unheard[3] = AttentionSettings.UNHEARD;
            plan.setInput("bias", unheard);
            plan.setInput(
                    "x",
                    IntStream.range(0, 2 * MEMBERS * 3)
                            .mapToDouble(i -> CounterRandom.gaussian(1, i))
                            .toArray());
        });
    }

    /** The largest of a set of up to ten numbers (section 5.1 in small): attention finds it, and the mean of features does not as well. */
    @Test
    void training_onTheLargestMember_beatsTheMeanOfFeatures() {
        MultiheadBlock block = new MultiheadBlock(32, 4, false);
        double byAttention = error((scope, x) -> {
            Tensor first = block.among(scope.child("first"), x, Optional.empty());
            Tensor second = block.among(scope.child("second"), first, Optional.empty());
            Tensor pooled = block.pooled(scope.child("pooling"), second, 1, Optional.empty());
            return Linear.apply(scope.child("output"), pooled, 1, LinearInitialization.XAVIER_UNIFORM);
        });
        double byMean = error(SetTransformerTest::meanOfFeatures);

        assertThat(byAttention).isLessThan(byMean / 2);
    }

    private static Tensor meanOfFeatures(Scope scope, Tensor x) {
        LinearInitialization xavier = LinearInitialization.XAVIER_UNIFORM;
        Tensor first =
                Composites.activation(ActivationFunction.RELU, Linear.apply(scope.child("first"), x, 32, xavier));
        Tensor second =
                Composites.activation(ActivationFunction.RELU, Linear.apply(scope.child("second"), first, 32, xavier));
        Tensor mean = Shaping.reshape(Reductions.mean(second, 1), x.dimension(0), 1, 32);
        Tensor third =
                Composites.activation(ActivationFunction.RELU, Linear.apply(scope.child("third"), mean, 32, xavier));
        return Linear.apply(scope.child("output"), third, 1, xavier);
    }

    /** The mean distance from the largest of sets that were not trained on. */
    private static double error(BiFunction<Scope, Tensor, Tensor> model) {
        int batch = 64;
        int size = 8;
        GraphBuilder builder = new GraphBuilder(GraphSettings.training(batch));
        Tensor y = Shaping.reshape(model.apply(builder.root(), builder.input("x", batch, size, 1)), batch);
        Tensor distance = Arithmetic.subtract(y, builder.input("largest", batch));
        ModelGraph graph = builder.build(Map.of("y", y), Reductions.sumAll(Arithmetic.square(distance)));
        float[] parameters = graph.initialParameters(1);
        float[] gradients = new float[parameters.length];
        double[][] moments = new double[2][parameters.length];
        double error = 0;
        try (StepPlan plan = StepPlan.forTraining(graph, new CpuKernels(Precision.F32))) {
            for (int step = 0; step < 1200; step++) {
                float[] sets = new float[batch * size];
                float[] largest = new float[batch];
                for (int i = 0; i < sets.length; i++) {
                    sets[i] = CounterRandom.uniform(CounterRandom.key(9, step), i);
                    largest[i / size] = Math.max(largest[i / size], sets[i]);
                }
                plan.setInput("x", sets);
                plan.setInput("largest", largest);
                plan.parameters().write(0, parameters, 0, parameters.length);
                plan.run();
                plan.gradients().read(0, gradients, 0, gradients.length);
                float[] found = plan.output("y");
                error = step < 1150
                        ? 0
                        : error
                                + IntStream.range(0, batch)
                                        .mapToDouble(i -> Math.abs(found[i] - largest[i]))
                                        .sum();
                adam(step, parameters, gradients, moments);
            }
        }
        return error / 50 / batch;
    }

    /** A step of Adam (Kingma and Ba 2015) at a rate of 0.003. */
    private static void adam(int step, float[] parameters, float[] gradients, double[][] moments) {
        for (int i = 0; i < parameters.length; i++) {
            moments[0][i] = 0.9 * moments[0][i] + 0.1 * gradients[i];
            moments[1][i] = 0.999 * moments[1][i] + 0.001 * gradients[i] * gradients[i];
            double mean = moments[0][i] / (1 - Math.pow(0.9, step + 1.0));
            double square = moments[1][i] / (1 - Math.pow(0.999, step + 1.0));
            parameters[i] -= (float) (3e-3 * mean / (Math.sqrt(square) + 1e-8));
        }
    }
}
