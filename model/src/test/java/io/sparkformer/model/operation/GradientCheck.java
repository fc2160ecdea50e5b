package io.sparkformer.model.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Holds a plan's gradients against central differences in double precision. */
public final class GradientCheck implements AutoCloseable {
    private static final double STEP = 1e-4;
    private static final double TOLERANCE = 1e-7;

    /** For a loss that bends too much within a step; rounding errors are larger than with the longer one. */
    private static final double SHORT_STEP = 5e-6;

    /** Elements of one parameter up to which each is checked by itself, and that many of a longer one. */
    private static final int ELEMENTS = 16;

    /** An error in one element shows in every direction; that errors in several cancel in all of them is unlikely. */
    private static final int DIRECTIONS = 4;

    private final StepPlan forward;
    private final ParameterLayout layout;
    private final double[] parameters;
    private final double[] gradients;

    private final Predicate<String> checked;

    private GradientCheck(ModelGraph graph, double[] parameters, Consumer<StepPlan> inputs, Predicate<String> checked) {
        this.checked = checked;
        this.layout = graph.layout();
        this.parameters = parameters;
        this.gradients = new double[parameters.length];
        this.forward = StepPlan.forInference(graph, new Nd4jKernels()); // differences need no gradients
        inputs.accept(forward);
        try (StepPlan plan = StepPlan.forTraining(graph, new Nd4jKernels())) {
            inputs.accept(plan);
            plan.parameters().write(0, parameters, 0, parameters.length);
            plan.run();
            plan.gradients().read(0, gradients, 0, gradients.length);
            assertThat(lossAt(new double[parameters.length], 0)).as("loss").isEqualTo(plan.loss());
        }
    }

    /**
     * Checks every element of every parameter.
     *
     * @param graph a training graph in double precision
     * @param parameters where to take the derivatives
     * @param inputs sets a plan's inputs
     */
    public static void check(ModelGraph graph, double[] parameters, Consumer<StepPlan> inputs) {
        try (GradientCheck check = new GradientCheck(graph, parameters, inputs, name -> true)) {
            for (ParameterSpec parameter : check.differentiated()) {
                IntStream.range(0, parameter.length()).forEach(element -> check.element(parameter, element));
            }
        }
    }

    /**
     * Checks some elements of every parameter, and all of them together along random directions: for models in which
     * every element would take too long.
     */
    public static void checkSample(ModelGraph graph, double[] parameters, Consumer<StepPlan> inputs) {
        checkSample(graph, parameters, inputs, name -> true);
    }

    /**
     * The same of some parameters, by their names: the gradients of the others are rules and no derivatives of the loss.
     */
    public static void checkSample(
            ModelGraph graph, double[] parameters, Consumer<StepPlan> inputs, Predicate<String> checked) {
        try (GradientCheck check = new GradientCheck(graph, parameters, inputs, checked)) {
            for (ParameterSpec parameter : check.differentiated()) {
                sample(parameter).forEach(element -> check.element(parameter, element));
                IntStream.range(0, DIRECTIONS).forEach(direction -> check.direction(parameter, direction));
            }
        }
    }

    /** Checks each parameter, and all of them together, along a few random directions: for many small models. */
    public static void checkDirections(ModelGraph graph, double[] parameters, Consumer<StepPlan> inputs) {
        try (GradientCheck check = new GradientCheck(graph, parameters, inputs, name -> true)) {
            check.differentiated().forEach(parameter -> check.direction(parameter, 0));
            IntStream.range(0, DIRECTIONS).forEach(check::direction);
        }
    }

    /** Different elements of a parameter, the same in every run. */
    private static IntStream sample(ParameterSpec parameter) {
        if (parameter.length() <= ELEMENTS) {
            return IntStream.range(0, parameter.length());
        }
        long key = CounterRandom.key(parameter.offset());
        return IntStream.iterate(0, counter -> counter + 1)
                .map(counter -> (int) (CounterRandom.uniform(key, counter) * parameter.length()))
                .distinct()
                .limit(ELEMENTS);
    }

    private void element(ParameterSpec parameter, int element) {
        double[] direction = new double[parameters.length];
        direction[parameter.offset() + element] = 1;
        along(direction, "gradient of " + parameter.name() + "[" + element + "]");
    }

    /** Moves each element of the parameter up or down. */
    private void direction(ParameterSpec parameter, int number) {
        along(
                signs(CounterRandom.key(parameter.offset(), number), parameter.offset(), parameter.length()),
                "gradient of " + parameter.name() + " along direction " + number);
    }

    /** Moves each element of all parameters up or down. */
    private void direction(int number) {
        along(signs(CounterRandom.key(number), 0, parameters.length), "gradient along direction " + number);
    }

    /** All but those whose gradient is a rule and no derivative. */
    private List<ParameterSpec> differentiated() {
        return layout.parameters().stream().filter(this::isDifferentiated).toList();
    }

    private boolean isDifferentiated(ParameterSpec parameter) {
        return parameter.motion().share().isEmpty() && checked.test(parameter.name());
    }

    private double[] signs(long key, int from, int length) {
        double[] direction = new double[parameters.length];
        for (int i = 0; i < length; i++) {
            direction[from + i] = CounterRandom.bits(key, i) < 0 ? -1 : 1;
        }
        return direction;
    }

    private void along(double[] direction, String description) {
        layout.parameters().stream()
                .filter(parameter -> !isDifferentiated(parameter))
                .forEach(parameter ->
                        Arrays.fill(direction, parameter.offset(), parameter.offset() + parameter.length(), 0));
        double derivative = 0;
        for (int i = 0; i < direction.length; i++) {
            derivative += direction[i] * gradients[i];
        }
        double tolerance = TOLERANCE * Math.max(1, Math.abs(derivative));
        if (!(Math.abs(derivative - difference(direction, STEP)) <= tolerance)) {
            assertThat(derivative).as(description).isCloseTo(difference(direction, SHORT_STEP), within(tolerance));
        }
    }

    /** Five-point central difference: its error is of the order step^4. */
    private double difference(double[] direction, double step) {
        return (8 * (lossAt(direction, step) - lossAt(direction, -step))
                        - (lossAt(direction, 2 * step) - lossAt(direction, -2 * step)))
                / (12 * step);
    }

    private double lossAt(double[] direction, double shift) {
        double[] shifted = parameters.clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] += shift * direction[i];
        }
        forward.parameters().write(0, shifted, 0, shifted.length);
        forward.run();
        return forward.loss();
    }

    @Override
    public void close() {
        forward.close();
    }
}
