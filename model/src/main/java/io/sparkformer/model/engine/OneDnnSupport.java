package io.sparkformer.model.engine;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.plan.Nd4jRuntime;
import io.sparkformer.model.plan.Precision;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * Whether the engine {@code cpu} works on this machine.
 *
 * @param obstacle why it does not; empty if it does
 * @param bf16 whether it has products in bfloat16
 */
record OneDnnSupport(Optional<String> obstacle, boolean bf16) {
    private static final String LIMIT = "ONEDNN_MAX_CPU_ISA";

    /** On this machine: found once, since a library that could not be loaded later says only that it could not. */
    static OneDnnSupport here() {
        return Here.FOUND;
    }

    boolean works() {
        return obstacle.isEmpty();
    }

    /**
     * Refuses what this machine cannot compute.
     *
     * @throws IllegalArgumentException naming the key, the reason and the remedy
     */
    void require(Precision precision) {
        obstacle.ifPresent(reason -> {
            throw new IllegalArgumentException("engine = cpu: oneDNN cannot be used here: " + reason
                    + ". Put org.bytedeco:dnnl with its natives for " + Loader.getPlatform()
                    + " on the class path and let org.bytedeco.javacpp.cachedir be a directory that can be written to and"
                    + " executed from, or use engine = nd4j or auto, which take longer");
        });
        if (precision == Precision.BF16 && !bf16) {
            String limit = System.getenv(LIMIT);
            throw new IllegalArgumentException(
                    "precision = bf16: oneDNN multiplies bfloat16 on CPUs with AVX-512, and this"
                            + (limit == null ? " is none" : " process has " + LIMIT + " = " + limit)
                            + ". Use precision = f32, or machines that have it"
                            + (limit == null ? "" : " without that limit"));
        }
    }

    private static OneDnnSupport find() {
        String backend = Nd4jRuntime.backend();
        if (!backend.equals("CpuBackend")) {
            return without("ND4J's backend here is " + backend + ", whose memory is not the CPU's");
        }
        try {
            return new OneDnnSupport(Optional.empty(), CpuKernels.has(Precision.BF16));
        } catch (LinkageError | IllegalStateException e) {
            return without(e.toString());
        }
    }

    private static OneDnnSupport without(String reason) {
        return new OneDnnSupport(Optional.of(reason), false);
    }

    private static final class Here {
        private static final OneDnnSupport FOUND = find();
    }
}
