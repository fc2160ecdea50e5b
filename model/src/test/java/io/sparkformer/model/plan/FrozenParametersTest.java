package io.sparkformer.model.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.cpu.InBf16;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is frozen costs no gradient, and changes none of the others. */
class FrozenParametersTest {
    private static final VitConfig MODEL = new VitConfig(28, 1, 4, 48, 6, 4, 192, 10, VitConfig.Pooling.CLS, 0.1, 0.1);
    private static final int BATCH = 8;

    static Stream<Arguments> engines() {
        Supplier<Kernels> plain = Nd4jKernels::new;
        Supplier<Kernels> fast = () -> new CpuKernels(Precision.F32);
        return Stream.of(Arguments.of("ND4J", plain), Arguments.of("oneDNN", fast));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("engines")
    void run_allButTheHeadFrozen_hasItsGradientsAloneForLessThanHalfTheKernels(String name, Supplier<Kernels> engine) {
        TrainedStep all = step(engine.get(), parameter -> false);
        TrainedStep head = step(engine.get(), parameter -> !parameter.startsWith("head."));

        assertSameWhereTrained(all, head, parameter -> !parameter.startsWith("head."));
        assertThat(head.kernels()).isLessThan(all.kernels() / 2);
        assertThat(head.bytes()).isLessThan(all.bytes());
    }

    /** What is trained lies below frozen blocks: the gradient has to pass through them. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("engines")
    void run_someBlocksFrozen_theOthersHaveTheirGradients(String name, Supplier<Kernels> engine) {
        Predicate<String> frozen = parameter -> parameter.startsWith("blocks.2.") || parameter.startsWith("blocks.4.");
        TrainedStep all = step(engine.get(), parameter -> false);
        TrainedStep some = step(engine.get(), frozen);

        assertSameWhereTrained(all, some, frozen);
    }

    /** In bfloat16 it depends on its readers where a value is rounded, and a gradient that nobody wants reads nothing. */
    @InBf16
    @Test
    void run_allButTheHeadFrozenInHalfPrecision_isAsClose() {
        TrainedStep all = step(new CpuKernels(Precision.BF16), parameter -> false);
        TrainedStep head = step(new CpuKernels(Precision.BF16), parameter -> !parameter.startsWith("head."));

        ParameterSpec weights = head.graph().layout().parameter("head.weight");
        float[] expected = gradient(all, weights);
        float[] actual = gradient(head, weights);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(actual[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        assertThat(Math.sqrt(difference / norm)).isLessThan(0.02);
    }

    private static void assertSameWhereTrained(TrainedStep all, TrainedStep some, Predicate<String> frozen) {
        assertThat(some.loss()).isEqualTo(all.loss());
        for (ParameterSpec parameter : all.graph().layout().parameters()) {
            float[] expected = gradient(all, parameter);
            if (frozen.test(parameter.name())) {
                Arrays.fill(expected, 0);
            }
            assertThat(gradient(some, parameter)).as(parameter.name()).isEqualTo(expected);
        }
    }

    private static float[] gradient(TrainedStep step, ParameterSpec parameter) {
        return Arrays.copyOfRange(step.gradients(), parameter.offset(), parameter.offset() + parameter.length());
    }

    private static TrainedStep step(Kernels engine, Predicate<String> frozen) {
        ModelGraph graph = Vit.graph(MODEL, GraphSettings.training(BATCH));
        Set<String> names = graph.layout().parameters().stream()
                .map(ParameterSpec::name)
                .filter(frozen)
                .collect(Collectors.toSet());
        return TrainedStep.of(graph, engine, PlanSettings.DEFAULT.freezing(names));
    }
}
