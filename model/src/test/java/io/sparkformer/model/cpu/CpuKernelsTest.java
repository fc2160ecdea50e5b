package io.sparkformer.model.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.classifier.ImageClassifier;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.PlanSettings;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.TrainedStep;
import io.sparkformer.model.resnet.ResNet;
import io.sparkformer.model.resnet.ResNetConfig;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fast engine against the plain one, on whole models. */
class CpuKernelsTest {
    private static final double TOLERANCE = 1e-5;

    static Stream<ImageClassifier> models() {
        return Stream.of(
                new Vit(new VitConfig(28, 1, 7, 64, 2, 4, 256, 10, VitConfig.Pooling.MEAN, 0, 0)),
                new Vit(new VitConfig(28, 3, 7, 72, 2, 3, 200, 11, VitConfig.Pooling.CLS, 0.1, 0.1)),
                new Vit(new VitConfig(
                        64, 1, 2, 32, 1, 2, 64, 5, VitConfig.Pooling.MEAN, 0, 0)), // 1,025 tokens: many tiles
                new ResNet(new ResNetConfig(28, 1, 10, 16, 3, 1, 2, 8)),
                new ResNet(new ResNetConfig(15, 3, 5, 6, 2, 2, 1, 3)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void step_ofAModel_equalsThePlainEngines(ImageClassifier model) {
        int batch = model.patches() > 1000 ? 2 : 9;
        TrainedStep expected = step(model, batch, Nd4jKernels::new);
        TrainedStep actual = step(model, batch, () -> new CpuKernels(Precision.F32));

        assertThat(actual.loss()).isCloseTo(expected.loss(), within(TOLERANCE * Math.abs(expected.loss())));
        assertThat(distance(actual.logits(), expected.logits(), 0, expected.logits().length))
                .isLessThan(TOLERANCE * norm(expected.logits(), 0, expected.logits().length));
        double all = norm(expected.gradients(), 0, expected.gradients().length);
        for (ParameterSpec parameter : model.graph(Objective.SOFTMAX, GraphSettings.training(batch))
                .layout()
                .parameters()) {
            int from = parameter.offset();
            int to = from + parameter.length();
            assertThat(distance(actual.gradients(), expected.gradients(), from, to))
                    .as(parameter.name())
                    .isLessThanOrEqualTo(TOLERANCE * Math.max(norm(expected.gradients(), from, to), 1e-3 * all));
        }
    }

    /** bfloat16 keeps 8 bits of each operand: a relative error of 2^-9 each, which sums carry on. */
    @InBf16
    @ParameterizedTest
    @MethodSource("models")
    void step_inBf16_isNearAndTheSameEveryTime(ImageClassifier model) {
        TrainedStep exact = step(model, 3, () -> new CpuKernels(Precision.F32));
        TrainedStep rounded = step(model, 3, () -> new CpuKernels(Precision.BF16));

        int length = exact.gradients().length;
        assertThat(distance(rounded.gradients(), exact.gradients(), 0, length) / norm(exact.gradients(), 0, length))
                .isBetween(1e-4, 5e-2);
        assertThat(step(model, 3, () -> new CpuKernels(Precision.BF16)).gradients())
                .isEqualTo(rounded.gradients());
    }

    @ParameterizedTest
    @MethodSource("models")
    void step_again_sameBits(ImageClassifier model) {
        TrainedStep first = step(model, 3, () -> new CpuKernels(Precision.F32));
        TrainedStep second = step(model, 3, () -> new CpuKernels(Precision.F32));

        assertThat(second.gradients()).isEqualTo(first.gradients());
        assertThat(second.logits()).isEqualTo(first.logits());
    }

    private static TrainedStep step(ImageClassifier model, int batch, Supplier<Kernels> engine) {
        ModelGraph graph = model.graph(Objective.SOFTMAX, GraphSettings.training(batch));
        return TrainedStep.of(graph, engine.get(), PlanSettings.DEFAULT);
    }

    private static double norm(float[] values, int from, int to) {
        return distance(values, new float[values.length], from, to);
    }

    private static double distance(float[] a, float[] b, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
