package io.sparkformer.model.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.CompositeExamples;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.OperationExample;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.Band;
import io.sparkformer.model.pattern.Strided;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Fast kernels, forward and backward, against what their composites expand to. */
class CompositeKernelsTest {
    private static final double TOLERANCE = 1e-5;

    /** bfloat16 keeps 8 bits of each operand. */
    private static final double ROUNDED = 5e-2;

    /** What a step computes. */
    private record Step(float[] y, float[] gradients) {}

    static Stream<OperationExample> examples() {
        return CompositeExamples.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void kernels_inSinglePrecision_equalTheExpansion(OperationExample example) {
        Step expected = step(example, new Nd4jKernels());
        Step actual = step(example, new CpuKernels(Precision.F32));

        assertNear(actual.y, expected.y, "y");
        for (ParameterSpec parameter : layout(example)) {
            assertNear(part(actual.gradients, parameter), part(expected.gradients, parameter), "d" + parameter.name());
        }
        assertThat(step(example, new CpuKernels(Precision.F32)).gradients).isEqualTo(actual.gradients);
    }

    /** What is around attention decides whether its output, and its gradient, lie in bfloat16 as its input does. */
    static Stream<OperationExample> mixed() {
        return Stream.of(
                new OperationExample("attention with an exact output", o -> Composites.selfAttention(projected(o), 2)),
                new OperationExample("two attentions, whose exact gradients are added", o -> {
                    Tensor qkv = projected(o);
                    return Arithmetic.add(Composites.selfAttention(qkv, 2), Composites.selfAttention(qkv, 1));
                }));
    }

    private static Tensor projected(OperationExample.Operands o) {
        return Composites.linear(o.real("x", 3, 7, 5), o.real("w", 24, 5), o.real("b", 24));
    }

    @InBf16
    @ParameterizedTest
    @MethodSource("mixed")
    void attention_inBf16_betweenBothPrecisions_isNear(OperationExample example) {
        Step expected = step(example, new Nd4jKernels());
        Step actual = step(example, new CpuKernels(Precision.BF16));

        assertNear(actual.y, expected.y, "y", ROUNDED);
        for (ParameterSpec parameter : layout(example)) {
            assertNear(
                    part(actual.gradients, parameter),
                    part(expected.gradients, parameter),
                    "d" + parameter.name(),
                    ROUNDED);
        }
    }

    private static Step step(OperationExample example, Kernels engine) {
        OperationExample.Declared declared = example.declare(DataType.FLOAT);
        try (StepPlan plan = StepPlan.forTraining(declared.graph(), engine)) {
            float[] parameters = declared.graph().initialParameters(7);
            plan.parameters().write(0, parameters, 0, parameters.length);
            declared.setInputs(plan);
            plan.run();
            plan.run(); // nothing of a run may be left for the next
            float[] gradients = new float[parameters.length];
            plan.gradients().read(0, gradients, 0, gradients.length);
            return new Step(plan.output("y"), gradients);
        }
    }

    private static List<ParameterSpec> layout(OperationExample example) {
        return example.declare(DataType.FLOAT).graph().layout().parameters();
    }

    private static float[] part(float[] values, ParameterSpec parameter) {
        return Arrays.copyOfRange(values, parameter.offset(), parameter.offset() + parameter.length());
    }

    private static void assertNear(float[] actual, float[] expected, String what) {
        assertNear(actual, expected, what, TOLERANCE);
    }

    private static void assertNear(float[] actual, float[] expected, String what, double tolerance) {
        double norm = norm(expected);
        assertThat(norm).as("size of %s", what).isPositive();
        float[] difference = new float[expected.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = actual[i] - expected[i];
        }
        assertThat(norm(difference)).as(what).isLessThanOrEqualTo(tolerance * norm);
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value * (double) value;
        }
        return Math.sqrt(sum);
    }

    /** oneDNN refuses arrays that overlap by its reckoning, which strides may do that no length is a multiple of. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 24})
    void attention_byAnyStrideOverAnyLength_canBeMade(int stride) {
        for (int tokens = 1; tokens < 3 * stride + 8; tokens++) {
            long length = tokens;
            AttentionPattern pattern = new Band(stride).or(new Strided(stride));
            OperationExample example = new OperationExample(
                    "a stride of " + stride + " over " + tokens,
                    o -> Composites.selfAttention(
                            o.real("qkv", 3, length, 12),
                            AttentionSettings.of(2).withPattern(pattern)));
            try (StepPlan plan =
                    StepPlan.forTraining(example.declare(DataType.FLOAT).graph(), new CpuKernels(Precision.F32))) {
                assertThat(plan.kernelCount()).isPositive();
            }
        }
    }
}
