package io.sparkformer.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.OtherProcess;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Precision;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

/** Engines on machines that lack what this one has. */
class OtherMachineTest {
    private static final String ONE_DNN = "dnnl-.*-" + Loader.getPlatform() + "\\.jar";

    /** Prints what each of the engines named by "ENGINE PRECISION" turns out to be, or why it cannot be had. */
    static final class Program {
        public static void main(String[] wishes) {
            for (String wish : wishes) {
                String[] parts = wish.split(" ", 2);
                try (Kernels kernels = Engine.valueOf(parts[0]).create(Precision.valueOf(parts[1]))) {
                    String fingerprint = NumericFingerprint.of(Engine.valueOf(parts[0]), Precision.valueOf(parts[1]));
                    System.out.println(wish + " -> " + kernels.getClass().getSimpleName() + " " + fingerprint);
                } catch (IllegalArgumentException e) {
                    System.out.println(wish + " -> " + e.getMessage());
                }
            }
        }
    }

    @Test
    void create_withoutOneDnnsLibrary_autoIsNd4jAndTellsSoOnce() throws Exception {
        OtherProcess.End end = OtherProcess.same()
                .without(ONE_DNN)
                .run(Program.class, "AUTO F32", "AUTO F32", "AUTO BF16", "ND4J F32");

        assertThat(end.code()).as(end.output()).isZero();
        assertThat(end.linesWith("AUTO F32 -> Nd4jKernels ")).hasSize(2);
        assertThat(end.linesWith("ND4J F32 -> Nd4jKernels ")).hasSize(1);
        assertThat(end.linesWith("WARN")).singleElement().asString().contains("engine = auto", "UnsatisfiedLinkError");
        assertThat(end.linesWith("AUTO BF16 -> "))
                .singleElement()
                .asString()
                .contains("precision = bf16", "auto is nd4j here", "use precision = f32");
    }

    @Test
    void create_withoutOneDnnsLibrary_cpuIsRefusedWithReasonAndRemedyEveryTime() throws Exception {
        OtherProcess.End end =
                OtherProcess.same().without(ONE_DNN).run(Program.class, "CPU F32", "CPU F32", "CPU BF16");

        assertThat(end.code()).as(end.output()).isZero();
        assertThat(end.linesWith(" -> "))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line)
                        .contains(
                                "engine = cpu",
                                "UnsatisfiedLinkError",
                                "org.bytedeco:dnnl",
                                "cachedir",
                                "engine = nd4j"));
    }

    @Test
    void create_onACpuWithoutAvx512_computesInSinglePrecisionAndRefusesBf16() throws Exception {
        OtherProcess.End end = OtherProcess.same()
                .with("ONEDNN_MAX_CPU_ISA", "AVX2")
                .run(Program.class, "AUTO F32", "CPU F32", "CPU BF16", "AUTO BF16");

        assertThat(end.code()).as(end.output()).isZero();
        assertThat(end.linesWith("F32 -> CpuKernels ")).hasSize(2);
        assertThat(end.linesWith("BF16 -> "))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("precision = bf16", "AVX-512", "ONEDNN_MAX_CPU_ISA = AVX2", "precision = f32"));
    }
}
