package io.sparkformer.model.engine;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.Nd4jRuntime;
import io.sparkformer.model.plan.Precision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engines a plan can run on. Each rounds in its own way: the same bits are promised within one. */
public enum Engine {
    /** The fastest that works here. */
    AUTO,

    /** oneDNN and OpenBLAS. */
    CPU,

    /** ND4J's own kernels, operation by operation: on any backend of ND4J, and slower. */
    ND4J;

    /** The engine that this one stands for on this machine. */
    public Engine resolved() {
        return this == AUTO ? Fastest.HERE : this;
    }

    /**
     * A new engine for one plan.
     *
     * @throws IllegalArgumentException if the engine does not have this precision
     */
    public Kernels create(Precision precision) {
        if (resolved() == CPU) {
            return new CpuKernels(precision);
        }
        if (precision != Precision.F32) {
            throw new IllegalArgumentException(
                    "precision = bf16: the engine nd4j has none; use engine = cpu or precision = f32");
        }
        return new Nd4jKernels();
    }

    private static final class Fastest {
        private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
        private static final Engine HERE = choose();

        private static Engine choose() {
            if (!Nd4jRuntime.backend().equals("CpuBackend")) {
                return ND4J; // the memory is not the CPU's
            }
            try (CpuKernels works = new CpuKernels(Precision.F32)) {
                LOG.debug("oneDNN works here: {}", works);
                return CPU;
            } catch (LinkageError missing) {
                LOG.warn("oneDNN cannot be loaded here, so ND4J computes, which takes longer: {}", missing.toString());
                return ND4J;
            }
        }
    }
}
