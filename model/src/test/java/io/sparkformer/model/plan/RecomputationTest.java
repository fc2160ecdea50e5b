package io.sparkformer.model.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.cpu.PrecisionsHere;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Computing activations again changes the memory and nothing else. */
class RecomputationTest {
    private static final VitConfig MODEL = new VitConfig(28, 1, 4, 48, 6, 4, 192, 10, VitConfig.Pooling.CLS, 0.1, 0.1);
    private static final int BATCH = 8;

    static Stream<Arguments> ways() {
        Supplier<Kernels> plain = Nd4jKernels::new;
        Supplier<Kernels> fast = () -> new CpuKernels(Precision.F32);
        Stream<Arguments> blocks = PrecisionsHere.all().map(precision -> {
            Supplier<Kernels> engine = () -> new CpuKernels(precision);
            return Arguments.of("oneDNN in " + precision, engine, Recomputation.BLOCKS);
        });
        return Stream.concat(
                Stream.of(
                        Arguments.of("ND4J", plain, Recomputation.BLOCKS),
                        Arguments.of("oneDNN", fast, Recomputation.CHEAP)),
                blocks);
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("ways")
    void run_withRecomputation_givesTheSameBitsInLessMemory(
            String name, Supplier<Kernels> engine, Recomputation recomputation) {
        TrainedStep kept = step(engine.get(), Recomputation.NONE);
        TrainedStep computedAgain = step(engine.get(), recomputation);

        assertThat(computedAgain.loss()).isEqualTo(kept.loss());
        assertThat(computedAgain.gradients()).isEqualTo(kept.gradients());
        assertThat(computedAgain.kernels()).isGreaterThan(kept.kernels());
        assertThat((double) computedAgain.bytes() / kept.bytes())
                .isLessThan(recomputation == Recomputation.CHEAP ? 0.85 : 0.6);
    }

    /** The gradient of attention over a long sequence reads what attention has put out, which is computed again too. */
    @ParameterizedTest
    @EnumSource(Recomputation.class)
    void run_ofLongSequences_givesTheSameBits(Recomputation recomputation) {
        VitConfig config = new VitConfig(36, 1, 2, 24, 3, 2, 48, 10, VitConfig.Pooling.CLS, 0.1, 0.1);
        ModelGraph graph = Vit.graph(config, GraphSettings.training(2));
        TrainedStep kept =
                TrainedStep.of(graph, new CpuKernels(Precision.F32), PlanSettings.recomputing(Recomputation.NONE));
        TrainedStep step =
                TrainedStep.of(graph, new CpuKernels(Precision.F32), PlanSettings.recomputing(recomputation));

        assertThat(step.loss()).isEqualTo(kept.loss());
        assertThat(step.gradients()).isEqualTo(kept.gradients());
    }

    /** The GELU's input comes from inputs alone, so that its gradient is not asked for and nothing else reads it. */
    @Test
    void run_ofAnActivationOfWhatIsNotTrained_isComputedOnce() {
        GraphBuilder builder = new GraphBuilder(GraphSettings.training(2));
        Tensor x = builder.input("x", 2, 5, 8);
        Tensor fixed = builder.input("fixed", 6, 8);
        Tensor shift = builder.input("shift", 6);
        Tensor weight = builder.root().weight("weight", Initializer.normal(1), 4, 6);
        Tensor bias = builder.root().weight("bias", Initializer.normal(1), 4);
        Tensor bent = Composites.gelu(Composites.linear(x, fixed, shift));
        Tensor loss = Reductions.sumAll(Arithmetic.square(Composites.linear(bent, weight, bias)));
        ModelGraph graph = builder.build(Map.of(), loss);

        for (Recomputation recomputation : Recomputation.values()) {
            PlanSettings settings = PlanSettings.recomputing(recomputation);
            try (StepPlan plan = StepPlan.forTraining(graph, new CpuKernels(Precision.F32), settings)) {
                assertThat(plan.profile(1))
                        .as(recomputation.name())
                        .noneMatch(time -> time.kernel().contains("Activation"))
                        .filteredOn(time -> time.kernel().startsWith("Linear"))
                        .hasSize(2);
            }
        }
    }

    /** The cheapest way to double the depth costs no more than one more block input per layer. */
    @Test
    void workingBytes_ofBlocks_growByTheBlocksInputs() {
        long six = bytes(6);
        long twelve = bytes(12);
        long tokens = MODEL.patches() + 1L;

        assertThat(twelve - six).isLessThan(6 * BATCH * tokens * MODEL.width() * Float.BYTES * 5 / 4);
    }

    private static long bytes(int depth) {
        VitConfig config = new VitConfig(28, 1, 4, 48, depth, 4, 192, 10, VitConfig.Pooling.CLS, 0, 0);
        ModelGraph graph = Vit.graph(config, GraphSettings.training(BATCH));
        PlanSettings settings = PlanSettings.recomputing(Recomputation.BLOCKS);
        try (StepPlan plan = StepPlan.forTraining(graph, new CpuKernels(Precision.F32), settings)) {
            return plan.workingBytes() - 4L * graph.layout().length();
        }
    }

    private static TrainedStep step(Kernels engine, Recomputation recomputation) {
        ModelGraph graph = Vit.graph(MODEL, GraphSettings.training(BATCH));
        return TrainedStep.of(graph, engine, PlanSettings.recomputing(recomputation));
    }
}
