package io.sparkformer.model.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.model.OtherProcess;
import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import io.sparkformer.model.vit.VitVariant;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** Plans that find no memory leave none behind, and say what to do. */
class NativeMemoryTest {
    private static final long GIGABYTE = 1_000_000_000;
    private static final VitConfig SMALL = new VitConfig(8, 1, 4, 8, 1, 2, 16, 3, VitConfig.Pooling.CLS, 0.1, 0.1);

    @Test
    void require_moreThanTheMachineHasFree_isRefusedWithBothSizes() {
        NativeMemory memory = new NativeMemory(0, GIGABYTE, OptionalLong.of(3 * GIGABYTE));

        assertThatCode(() -> memory.require(3 * GIGABYTE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> memory.require(3 * GIGABYTE + 1))
                .isInstanceOf(NativeMemoryException.class)
                .hasMessageContainingAll("3.00 GB", "machine");
    }

    @Test
    void require_moreThanTheProcessMayHave_isRefusedWithTheLimitsName() {
        NativeMemory memory = new NativeMemory(4 * GIGABYTE, GIGABYTE, OptionalLong.empty());

        assertThatCode(() -> memory.require(3 * GIGABYTE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> memory.require(3 * GIGABYTE + 1))
                .isInstanceOf(NativeMemoryException.class)
                .hasMessageContainingAll("3.00 GB", "1.00 GB", "org.bytedeco.javacpp.maxphysicalbytes", "4.00 GB");
    }

    @Test
    void require_whereNobodyTells_isGranted() {
        NativeMemory memory = new NativeMemory(0, GIGABYTE, OptionalLong.empty());

        assertThatCode(() -> memory.require(Long.MAX_VALUE)).doesNotThrowAnyException();
    }

    @Test
    void available_isWhatLinuxSays() {
        List<String> lines = List.of("MemTotal:       24684092 kB", "MemAvailable:   23129380 kB", "SwapFree: 0 kB");

        assertThat(NativeMemory.available(lines)).hasValue(23129380L * 1024);
        assertThat(NativeMemory.available(List.of("MemTotal: 1 kB"))).isEmpty();
        assertThat(NativeMemory.now().free().orElse(1)).isPositive();
    }

    /** An engine that grants some regions and then no more. */
    private static final class Scarce {
        private final List<Storage> granted = new ArrayList<>();
        private final int grants;
        private boolean closed;

        Scarce(int grants) {
            this.grants = grants;
        }

        Kernels engine() {
            Kernels plain = new Nd4jKernels();
            return (Kernels) Proxy.newProxyInstance(
                    Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                        boolean region = method.getReturnType() == Storage.class;
                        if (region && granted.size() == grants) {
                            throw new NativeMemoryException("5 GB are more than there are");
                        }
                        closed |= method.getName().equals("close");
                        try {
                            Object result = method.invoke(plain, arguments);
                            if (region) {
                                granted.add((Storage) result);
                            }
                            return result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    @Test
    void forTraining_whicheverRegionFindsNoMemory_closesTheOthersAndTheEngine() {
        int regions = 0;
        while (!compiles(regions)) {
            regions++;
        }
        assertThat(regions).as("regions of a plan").isGreaterThan(5);
    }

    private static boolean compiles(int grants) {
        Scarce scarce = new Scarce(grants);
        try (StepPlan plan = StepPlan.forTraining(Vit.graph(SMALL, GraphSettings.training(2)), scarce.engine())) {
            assertThat(plan.kernelCount()).isPositive();
            return true;
        } catch (NativeMemoryException e) {
            assertThat(e)
                    .hasMessageContainingAll(
                            "a batch of 2",
                            "parameters",
                            "5 GB are more than there are",
                            "training.batch-size",
                            "training.recomputation",
                            "memoryOverhead");
            assertThat(scarce.closed).as("engine is closed").isTrue();
            assertThat(scarce.granted)
                    .allSatisfy(region -> assertThatThrownBy(() -> region.read(0, new float[1], 0, 1))
                            .hasMessageContaining("closed"));
            return false;
        }
    }

    /** Compiles a plan that is too large for the limit, and then one that is not. */
    static final class Program {
        private static final long MEGABYTES = 1 << 20;

        public static void main(String[] arguments) {
            VitConfig large = VitConfig.of(VitVariant.B, 16, 224, 3, 1000, VitConfig.Pooling.CLS);
            long before = compileAndClose(SMALL);
            try (StepPlan plan =
                    StepPlan.forTraining(Vit.graph(large, GraphSettings.training(8)), new CpuKernels(Precision.F32))) {
                System.out.println("compiled " + plan.kernelCount());
            } catch (NativeMemoryException e) {
                System.out.println("refused: " + e.getMessage());
            }
            System.out.println("left behind: " + (compileAndClose(SMALL) - before) / MEGABYTES + " MB");
        }

        private static long compileAndClose(VitConfig config) {
            try (StepPlan plan =
                    StepPlan.forTraining(Vit.graph(config, GraphSettings.training(2)), new CpuKernels(Precision.F32))) {
                plan.run();
            }
            return Pointer.physicalBytes();
        }
    }

    /** The parameters fit; activations and gradients do not. */
    @Test
    void forTraining_aboveTheProcesssLimit_isRefusedAndTheProcessGoesOn() throws Exception {
        OtherProcess.End end = OtherProcess.same()
                .with("-Xmx300m")
                .with("-Dorg.bytedeco.javacpp.maxphysicalbytes=1000m")
                .run(Program.class);

        assertThat(end.code()).as(end.output()).isZero();
        assertThat(end.linesWith("refused: "))
                .singleElement()
                .asString()
                .contains("a batch of 8", "parameters 0.35 GB", "maxphysicalbytes", "1.05 GB");
        assertThat(end.linesWith("left behind: "))
                .singleElement()
                .asString()
                .satisfies(line ->
                        assertThat(Integer.parseInt(line.replaceAll("\\D", ""))).isLessThan(250));
    }

    /** More than any machine has. Linux might promise it, and end some process later. */
    @Test
    void forInference_ofAnInputOfTerabytes_isRefusedBeforeItIsAskedFor() {
        GraphBuilder builder = new GraphBuilder(GraphSettings.inference(1));
        Tensor x = builder.input("x", 1L << 40);
        ModelGraph graph = builder.build(Map.of("y", Arithmetic.square(x)), null);

        assertThatThrownBy(() -> StepPlan.forInference(graph, new Nd4jKernels()))
                .isInstanceOf(NativeMemoryException.class)
                .hasMessageContaining("4398.05 GB");
    }
}
