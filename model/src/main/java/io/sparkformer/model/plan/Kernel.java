package io.sparkformer.model.plan;

/** One operation bound to its arrays for good. */
@FunctionalInterface
public interface Kernel {
    /** Reads the inputs, writes the outputs. */
    void run();
}
