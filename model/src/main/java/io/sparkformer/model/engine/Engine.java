package io.sparkformer.model.engine;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
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

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /** The engine that this one stands for on this machine. */
    public Engine resolved() {
        return this == AUTO ? Fastest.HERE : this;
    }

    /**
     * A new engine for one plan.
     *
     * @throws IllegalArgumentException if the engine does not work here or does not have this precision, with the remedy
     */
    public Kernels create(Precision precision) {
        if (resolved() == CPU) {
            OneDnnSupport.here().require(precision);
            return new CpuKernels(precision);
        }
        if (precision != Precision.F32) {
            throw new IllegalArgumentException("precision = bf16: the engine "
                    + (this == AUTO ? "auto is nd4j here, and that" : "nd4j") + " has none; use "
                    + (this == AUTO ? "" : "engine = cpu or ") + "precision = f32");
        }
        return new Nd4jKernels();
    }

    /** Found, and told if it is the slower one, once. */
    private static final class Fastest {
        private static final Engine HERE = choose();

        private static Engine choose() {
            OneDnnSupport support = OneDnnSupport.here();
            support.obstacle()
                    .ifPresent(reason -> LOG.warn(
                            "engine = auto: ND4J computes, which takes longer, since oneDNN cannot be used here: {}",
                            reason));
            return support.works() ? CPU : ND4J;
        }
    }
}
