package io.sparkformer.model.cpu;

import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.Precision;

/**
 * How one kind of composite runs.
 *
 * @param forward makes the kernel of a call
 * @param backward makes the kernel of a call's gradient
 * @param saved what the first leaves for the second
 */
record CompositeKernels(Factory forward, Factory backward, Saved saved) {
    /** Makes a kernel that is bound to its arrays. */
    @FunctionalInterface
    interface Factory {
        Kernel make(Workshop workshop, CompositeBinding binding);
    }

    /** Elements that a forward call leaves for its gradient, beyond inputs and outputs. */
    @FunctionalInterface
    interface Saved {
        long length(CompositeCall forward, Precision precision);
    }

    /** For a composite whose gradient needs only the inputs. */
    CompositeKernels(Factory forward, Factory backward) {
        this(forward, backward, (call, precision) -> 0);
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
}
