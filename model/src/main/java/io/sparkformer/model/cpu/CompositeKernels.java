package io.sparkformer.model.cpu;

import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of composite runs.
 *
 * @param forward makes the kernel of a call
 * @param backward makes the kernel of a call's gradient
 * @param saved what the first leaves for the second
 * @param scratch what a kernel of either kind needs while it runs
 * @param gradientReads which inputs the gradient reads besides the gradient of the output; null for all
 * @param outputReader which gradients read also what the forward call has put out
 * @param half what may lie in bfloat16
 * @param takes which calls have these kernels, of the forward call; the plan runs what others expand to
 */
record CompositeKernels(
        Factory forward,
        Factory backward,
        Room saved,
        Room scratch,
        @Nullable Set<Integer> gradientReads,
        OutputReader outputReader,
        HalfFormats half,
        Predicate<CompositeCall> takes) {
    private static final Room NONE = (workshop, call) -> 0;
    private static final OutputReader NEVER = (workshop, gradient) -> false;

    /** Makes a kernel that is bound to its arrays. */
    @FunctionalInterface
    interface Factory {
        Kernel make(Workshop workshop, CompositeBinding binding);
    }

    /** A number of elements that a call needs beyond its inputs and outputs. */
    @FunctionalInterface
    interface Room {
        long length(Workshop workshop, CompositeCall call);
    }

    /** Whether a gradient's kernel reads what the forward call has put out. */
    @FunctionalInterface
    interface OutputReader {
        boolean reads(Workshop workshop, CompositeCall gradient);
    }

    /**
     * Which arrays of a composite its kernels take in bfloat16.
     *
     * @param inputs of a forward call, by index
     * @param output that of a forward call
     * @param gradientInputs of a gradient call, by index: the forward call's inputs and then the gradient of its output
     * @param gradientOutputs of a gradient call, by index
     */
    record HalfFormats(Set<Integer> inputs, boolean output, Set<Integer> gradientInputs, Set<Integer> gradientOutputs) {
        static final HalfFormats NONE = new HalfFormats(Set.of(), false, Set.of(), Set.of());

        boolean reads(CompositeCall call, int input) {
            return (call.forward() == null ? inputs : gradientInputs).contains(input);
        }

        boolean writes(CompositeCall call, int index) {
            return call.forward() == null ? output : gradientOutputs.contains(index);
        }
    }

    /** For a composite whose gradient needs only the inputs. */
    CompositeKernels(Factory forward, Factory backward) {
        this(forward, backward, NONE, NONE, null, NEVER, HalfFormats.NONE, call -> true);
    }

    /** For a composite whose gradient needs more. */
    CompositeKernels(Factory forward, Factory backward, Room saved) {
        this(forward, backward, saved, NONE, null, NEVER, HalfFormats.NONE, call -> true);
    }

    CompositeKernels withScratch(Room room) {
        return new CompositeKernels(forward, backward, saved, room, gradientReads, outputReader, half, takes);
    }

    CompositeKernels withGradientReads(Integer... inputs) {
        return new CompositeKernels(forward, backward, saved, scratch, Set.of(inputs), outputReader, half, takes);
    }

    CompositeKernels withOutputReader(OutputReader reader) {
        return new CompositeKernels(forward, backward, saved, scratch, gradientReads, reader, half, takes);
    }

    CompositeKernels withHalf(HalfFormats formats) {
        return new CompositeKernels(forward, backward, saved, scratch, gradientReads, outputReader, formats, takes);
    }

    CompositeKernels withCondition(Predicate<CompositeCall> condition) {
        return new CompositeKernels(forward, backward, saved, scratch, gradientReads, outputReader, half, condition);
    }

    /** For a composite that nothing is differentiated through. */
    static CompositeKernels withoutGradient(Factory forward) {
        return new CompositeKernels(forward, (workshop, binding) -> {
            throw new IllegalStateException(binding.call() + ": there is no such gradient");
        });
    }

    Kernel make(Workshop workshop, CompositeBinding binding) {
        Factory factory = binding.call().forward() == null ? forward : backward;
        return factory.make(workshop, binding);
    }

    /** Whether a call, forward or gradient, has these kernels. */
    boolean take(CompositeCall call) {
        return takes.test(call.forward() == null ? call : call.forward());
    }

    Set<Integer> readBy(CompositeCall gradient) {
        return gradientReads != null
                ? gradientReads
                : IntStream.range(0, gradient.inputs().size() - 1).boxed().collect(Collectors.toSet());
    }
}
