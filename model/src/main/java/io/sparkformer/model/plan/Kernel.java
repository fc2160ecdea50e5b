package io.sparkformer.model.plan;

/** One operation bound to its arrays for good. */
@FunctionalInterface
public interface Kernel extends AutoCloseable {
    /** Reads the inputs, writes the outputs. */
    void run();

    /** Gives back what the kernel itself allocated. */
    @Override
    default void close() {}
}
