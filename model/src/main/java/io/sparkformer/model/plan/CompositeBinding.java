package io.sparkformer.model.plan;

import io.sparkformer.model.operation.CompositeCall;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A composite with the memory it works on.
 *
 * @param call which composite, forward or gradient
 * @param inputs where each input lies
 * @param outputs where each output goes; null where nobody asks for it
 * @param forwardOutput where that lies which the forward call of a gradient has put out; null if its kernel does not read it
 * @param saved what the forward kernel leaves for the gradient; null if nothing
 * @param epilogues what a kernel does with its result before it writes it
 * @param scratch memory that the kernel uses only while it runs; null if none
 */
public record CompositeBinding(
        CompositeCall call,
        List<View> inputs,
        List<@Nullable View> outputs,
        @Nullable View forwardOutput,
        List<Epilogue> epilogues,
        @Nullable View saved,
        @Nullable View scratch) {
    /** Where an input lies. */
    public View input(int index) {
        return inputs.get(index);
    }

    /** Where the output of a forward call goes. */
    public View output() {
        return Objects.requireNonNull(outputs.get(0));
    }

    /** Where the gradient of the output of a gradient call lies. */
    public View outputGradient() {
        return inputs.get(inputs.size() - 1);
    }

    /** What the forward call has put out, for a gradient's kernel that reads it. */
    public View forwardOutputView() {
        return Objects.requireNonNull(forwardOutput);
    }

    /** What the forward kernel saved, or is to save. */
    public View savedView() {
        return Objects.requireNonNull(saved);
    }

    /** Memory that the kernel uses only while it runs. */
    public View scratchView() {
        return Objects.requireNonNull(scratch);
    }
}
