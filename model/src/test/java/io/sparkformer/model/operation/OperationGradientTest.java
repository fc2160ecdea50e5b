package io.sparkformer.model.operation;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.Scope;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;

/** Every operation's gradient rule against finite differences in double. */
class OperationGradientTest {
    /** An operation under test: from the scope's parameters to a tensor. */
    private record Example(String name, Function<Scope, Tensor> expression) {}

    private static Tensor p(Scope scope, String name, long... shape) {
        return scope.weight(name, Initializer.normal(1), shape);
    }

    private static Tensor positive(Scope scope, String name, long... shape) {
        return Arithmetic.shift(Arithmetic.square(p(scope, name, shape)), 0.5);
    }

    private static Stream<Example> arithmetic() {
        return Stream.of(
                new Example("add of equal shapes", s -> Arithmetic.add(p(s, "a", 3, 4), p(s, "b", 3, 4))),
                new Example("add of a row", s -> Arithmetic.add(p(s, "a", 3, 4), p(s, "b", 4))),
                new Example("add of a column", s -> Arithmetic.add(p(s, "a", 3, 4), p(s, "b", 3, 1))),
                new Example("add of a smaller left side", s -> Arithmetic.add(p(s, "a", 4), p(s, "b", 2, 3, 4))),
                new Example("add of a tensor to itself", s -> {
                    Tensor a = p(s, "a", 3, 4);
                    return Arithmetic.add(a, a);
                }),
                new Example("subtract of a column", s -> Arithmetic.subtract(p(s, "a", 3, 4), p(s, "b", 3, 1))),
                new Example("subtract of a row", s -> Arithmetic.subtract(p(s, "a", 2, 3, 4), p(s, "b", 3, 4))),
                new Example("multiply of equal shapes", s -> Arithmetic.multiply(p(s, "a", 3, 4), p(s, "b", 3, 4))),
                new Example("multiply by a row", s -> Arithmetic.multiply(p(s, "a", 3, 4), p(s, "b", 4))),
                new Example("multiply by a column", s -> Arithmetic.multiply(p(s, "a", 3, 4), p(s, "b", 3, 1))),
                new Example(
                        "multiply over a middle axis",
                        s -> Arithmetic.multiply(p(s, "a", 2, 3, 4), p(s, "b", 2, 1, 4))),
                new Example("multiply of both broadcast", s -> Arithmetic.multiply(p(s, "a", 3, 1), p(s, "b", 1, 4))),
                new Example(
                        "multiply by a number of more axes", s -> Arithmetic.multiply(p(s, "a", 4), p(s, "b", 1, 1))),
                new Example(
                        "subtract from a number of more axes",
                        s -> Arithmetic.subtract(p(s, "a", 1, 1, 1), p(s, "b", 3, 4))),
                new Example("divide a scalar by a number", s -> Arithmetic.divide(p(s, "a"), positive(s, "b", 1, 1))),
                new Example("square", s -> Arithmetic.square(p(s, "a", 3, 4))),
                new Example("scale", s -> Arithmetic.scale(p(s, "a", 3, 4), -1.7)),
                new Example("shift", s -> Arithmetic.shift(p(s, "a", 3, 4), 0.3)));
    }

    private static Stream<Example> products() {
        return Stream.of(
                new Example("matmul", s -> MatMul.apply(p(s, "a", 3, 4), p(s, "b", 4, 5))),
                new Example("matmul with b transposed", s -> MatMul.applyTransposed(p(s, "a", 3, 4), p(s, "b", 5, 4))),
                new Example(
                        "matmul with a transposed", s -> MatMul.apply(p(s, "a", 4, 3), p(s, "b", 4, 5), true, false)),
                new Example(
                        "matmul with both transposed", s -> MatMul.apply(p(s, "a", 4, 3), p(s, "b", 5, 4), true, true)),
                new Example("batched matmul", s -> MatMul.apply(p(s, "a", 2, 2, 3, 4), p(s, "b", 2, 2, 4, 5))),
                new Example(
                        "batched matmul with b transposed",
                        s -> MatMul.applyTransposed(p(s, "a", 2, 2, 3, 4), p(s, "b", 2, 2, 5, 4))),
                new Example(
                        "batched matmul with a transposed",
                        s -> MatMul.apply(p(s, "a", 2, 2, 4, 3), p(s, "b", 2, 2, 4, 5), true, false)),
                new Example(
                        "batched matmul with both transposed",
                        s -> MatMul.apply(p(s, "a", 2, 2, 4, 3), p(s, "b", 2, 2, 5, 4), true, true)),
                new Example("product of a matrix with itself", s -> {
                    Tensor a = p(s, "a", 3, 3);
                    return MatMul.apply(a, a);
                }));
    }

    private static Stream<Example> reductionsAndShapes() {
        return Stream.of(
                new Example("mean over the last axis", s -> Reductions.mean(p(s, "a", 3, 4), 1)),
                new Example("mean over a middle axis", s -> Reductions.mean(p(s, "a", 2, 3, 4), 1)),
                new Example("sum over the first axis", s -> Reductions.sum(p(s, "a", 3, 4), 0)),
                new Example("sum over everything", s -> Reductions.sumAll(p(s, "a", 3, 4))),
                new Example("sumTo a suffix", s -> Reductions.sumTo(p(s, "a", 2, 3, 4), new long[] {3, 4})),
                new Example("sumTo a column", s -> Reductions.sumTo(p(s, "a", 2, 3, 4), new long[] {3, 1})),
                new Example("reshape", s -> Shaping.reshape(p(s, "a", 3, 4), 2, 6)),
                new Example("permute", s -> Shaping.permute(p(s, "a", 2, 3, 4), 2, 0, 1)),
                new Example("broadcastTo from a row", s -> Shaping.broadcastTo(p(s, "a", 4), 2, 3, 4)),
                new Example("broadcastTo from a column", s -> Shaping.broadcastTo(p(s, "a", 3, 1), 3, 4)),
                new Example(
                        "broadcastTo from a scalar", s -> Shaping.broadcastTo(Reductions.sumAll(p(s, "a", 2)), 3, 4)),
                new Example(
                        "concatenate",
                        s -> Shaping.concatenate(1, p(s, "a", 2, 1, 3), p(s, "b", 2, 2, 3), p(s, "c", 2, 1, 3))),
                new Example("slice", s -> Shaping.slice(p(s, "a", 2, 4, 3), 1, 1, 2)),
                new Example("pad", s -> Shaping.pad(p(s, "a", 2, 2, 3), 1, 1, 2)),
                new Example("stack", s -> Shaping.stack(List.of(p(s, "a", 2, 3), p(s, "b", 2, 3)))),
                new Example(
                        "one part of unstack",
                        s -> Shaping.unstack(p(s, "a", 3, 2, 3)).get(1)),
                new Example("all parts of unstack", s -> {
                    List<Tensor> parts = Shaping.unstack(p(s, "a", 2, 2, 3));
                    return Arithmetic.multiply(parts.get(0), parts.get(1));
                }));
    }

    private static Stream<Example> functions() {
        return Stream.of(
                new Example("erf", s -> Elementwise.erf(p(s, "a", 3, 4))),
                new Example("exp", s -> Elementwise.exp(p(s, "a", 3, 4))),
                new Example("log", s -> Elementwise.log(positive(s, "a", 3, 4))),
                new Example("reciprocal root", s -> Elementwise.reciprocalRoot(positive(s, "a", 3, 4))),
                new Example("softmax of a matrix", s -> Softmax.softmax(p(s, "a", 3, 4))),
                new Example("softmax of rank 4", s -> Softmax.softmax(p(s, "a", 2, 2, 3, 4))),
                new Example("log-softmax", s -> Softmax.logSoftmax(p(s, "a", 3, 4))),
                new Example("finite log-softmax", s -> Softmax.finiteLogSoftmax(p(s, "a", 3, 4))));
    }

    @TestFactory
    Stream<DynamicTest> gradient_ofEveryOperation_equalsFiniteDifferences() {
        return Stream.of(arithmetic(), products(), reductionsAndShapes(), functions())
                .flatMap(examples -> examples)
                .map(example -> DynamicTest.dynamicTest(example.name(), () -> check(example)));
    }

    /** The loss weights every output element differently and is quadratic, so that no error cancels or hides. */
    private static void check(Example example) {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(1, GraphSettings.Mode.TRAINING, DataType.DOUBLE));
        Tensor result = example.expression().apply(builder.root());
        Tensor weights = builder.input("weights", result.shape());
        Tensor weighted = Arithmetic.multiply(Arithmetic.add(Arithmetic.square(result), result), weights);
        ModelGraph graph = builder.build(Map.of(), Reductions.sumAll(weighted));
        GradientCheck.check(graph, doubles(graph.initialParameters(7)), plan -> {
            double[] values = new double[Math.toIntExact(result.length())];
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.3 + 0.1 * (i % 7);
            }
            plan.setInput("weights", values);
        });
    }

    static double[] doubles(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }
}
