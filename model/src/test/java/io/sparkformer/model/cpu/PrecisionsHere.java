package io.sparkformer.model.cpu;

import io.sparkformer.model.plan.Precision;
import java.util.stream.Stream;

/** What the engine {@code cpu} can compute in on this machine. */
public final class PrecisionsHere {
    private PrecisionsHere() {}

    /** All that it has. */
    public static Stream<Precision> all() {
        return Stream.of(Precision.values()).filter(CpuKernels::has);
    }

    /** Whether bfloat16 is among them. */
    public static boolean hasBf16() {
        return CpuKernels.has(Precision.BF16);
    }
}
