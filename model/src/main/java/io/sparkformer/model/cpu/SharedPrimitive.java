package io.sparkformer.model.cpu;

import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.javacpp.Pointer;

/**
 * A primitive for all arrays of one layout: attention over a long sequence is the same few products at thousands of places, and a
 * primitive for each would take more memory than the sequence.
 */
final class SharedPrimitive {
    private final Primitive primitive;
    private final List<dnnl_memory> arguments;

    SharedPrimitive(Primitive primitive, List<dnnl_memory> arguments) {
        this.primitive = primitive;
        this.arguments = List.copyOf(arguments);
    }

    /** The kernel for arrays at these addresses, in the order of the arguments. */
    SharedKernel at(List<Pointer> addresses) {
        return new SharedKernel(primitive, arguments, addresses);
    }
}
