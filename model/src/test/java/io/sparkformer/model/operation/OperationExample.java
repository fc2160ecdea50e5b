package io.sparkformer.model.operation;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An operation with random operands inside a graph whose loss weights every element of the result differently and is
 * quadratic in it, so that no error cancels or hides.
 *
 * @param name for people
 * @param expression declares the operation
 */
public record OperationExample(String name, Function<Operands, Tensor> expression) {
    /** Declares operands. */
    public static final class Operands {
        private final GraphBuilder builder;
        private final Map<String, int[]> integers = new HashMap<>();
        private final Map<String, double[]> fixed = new HashMap<>();

        private Operands(GraphBuilder builder) {
            this.builder = builder;
        }

        /** Normally distributed numbers; a parameter, so that they have a gradient. */
        public Tensor real(String name, long... shape) {
            return builder.root().weight(name, Initializer.normal(1), shape);
        }

        /** Zeros, and {@link AttentionSettings#UNHEARD} in three of ten places; an input, so that it has no gradient. */
        public Tensor mask(String name, long... shape) {
            Tensor input = builder.input(name, shape);
            double[] values = new double[Math.toIntExact(input.length())];
            for (int i = 0; i < values.length; i++) {
                boolean unheard = CounterRandom.uniform(CounterRandom.key(name.hashCode()), i) < 0.3;
                values[i] = unheard ? AttentionSettings.UNHEARD : 0;
            }
            fixed.put(name, values);
            return input;
        }

        /** {@link AttentionSettings#UNHEARD} in the first sample and zeros in the others; an input. */
        public Tensor firstUnheard(String name, long... shape) {
            Tensor input = builder.input(name, shape);
            double[] values = new double[Math.toIntExact(input.length())];
            Arrays.fill(values, 0, values.length / Math.toIntExact(shape[0]), AttentionSettings.UNHEARD);
            fixed.put(name, values);
            return input;
        }

        /** Uniformly distributed integers from {@code from} to {@code to - 1}; an input. */
        public Tensor integers(String name, int from, int to, long... shape) {
            Tensor input = builder.integerInput(name, shape);
            int[] values = new int[Math.toIntExact(input.length())];
            for (int i = 0; i < values.length; i++) {
                values[i] = from + (int) (CounterRandom.uniform(CounterRandom.key(name.hashCode()), i) * (to - from));
            }
            integers.put(name, values);
            return input;
        }
    }

    /** A graph with the values of its inputs. */
    public record Declared(ModelGraph graph, Map<String, double[]> inputs, Map<String, int[]> integers) {
        /** Gives a plan of this graph its inputs. */
        public void setInputs(StepPlan plan) {
            integers.forEach(plan::setInput);
            inputs.forEach((name, values) -> {
                if (graph.settings().type() == DataType.FLOAT) {
                    plan.setInput(name, floats(values));
                } else {
                    plan.setInput(name, values);
                }
            });
        }
    }

    /** The graph in an element type; its output "y" is the operation's result. */
    public Declared declare(DataType type) {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(1, GraphSettings.Mode.TRAINING, type));
        Operands operands = new Operands(builder);
        Tensor y = expression.apply(operands);
        Tensor weights = builder.input("weights", y.shape());
        Tensor weighted = Arithmetic.multiply(Arithmetic.add(Arithmetic.square(y), y), weights);
        Map<String, double[]> inputs = new HashMap<>(operands.fixed);
        inputs.put("weights", random("weights", Math.toIntExact(y.length())));
        return new Declared(builder.build(Map.of("y", y), Reductions.sumAll(weighted)), inputs, operands.integers);
    }

    private static double[] random(String name, int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) CounterRandom.gaussian(CounterRandom.key(name.hashCode()), i);
        }
        return values;
    }

    private static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }

    @Override
    public String toString() {
        return name;
    }
}
