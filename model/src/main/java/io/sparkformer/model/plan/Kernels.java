package io.sparkformer.model.plan;

import io.sparkformer.model.operation.CompositeCall;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An engine that step plans run on.
 *
 * <p>An engine owns memory and turns each operation of a graph into a {@link Kernel} bound to its arrays. The plan knows
 * nothing else about it, so that engines (ND4J, oneDNN, CUDA) are interchangeable and comparable.
 */
public interface Kernels extends AutoCloseable {
    /** Allocates a zeroed region, aligned so that the same offsets always have the same alignment. */
    Storage allocate(DataType type, long length);

    /** Allocates a region with the values of a constant of the graph. */
    Storage constant(INDArray value);

    /** Whether a composite is run at once, forward and backward; if not, the plan runs what it expands to. */
    boolean fuses(CompositeCall call);

    /**
     * Which inputs the kernel of a composite's gradient reads besides the gradient of its output, which is the last: the
     * others need not be kept for it.
     *
     * @param gradient a gradient call that is fused
     */
    Set<Integer> gradientReads(CompositeCall gradient);

    /**
     * Whether the kernel of a composite's gradient reads also what the forward call has put out.
     *
     * @param gradient a gradient call that is fused
     */
    boolean gradientReadsOutput(CompositeCall gradient);

    /** Whether a composite's kernel can do an {@link Epilogue}; that of a gradient is asked for sums only. */
    boolean absorbs(CompositeCall call);

    /** Whether a composite's kernel can write this output in bfloat16. */
    boolean writesHalf(CompositeCall call, int output);

    /** Whether a composite's kernel can read this input in bfloat16, or does not read it. */
    boolean readsHalf(CompositeCall call, int input);

    /** Elements that a composite's kernel needs only while it runs. */
    long scratchLength(CompositeCall call);

    /**
     * Elements that a composite's forward kernel leaves for its gradient, beyond inputs and outputs.
     *
     * @param forward a forward call that is fused
     */
    long savedLength(CompositeCall forward);

    /**
     * Binds an operation to its arrays.
     *
     * @throws UnsupportedOperationException naming the operation, its place in the model and the remedy
     */
    Kernel bind(OperationCall call);

    /** Binds a composite that is fused to its arrays. */
    Kernel bind(CompositeBinding call);

    /** How often each operation was bound that another engine runs, by the operation's name. */
    Map<String, Integer> fallbacks();

    /** Gives back what belongs to the engine itself; the plan's regions are closed before. */
    @Override
    void close();
}
