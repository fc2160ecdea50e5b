package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;

import io.sparkformer.model.plan.Kernel;
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
    Kernel at(List<Pointer> addresses) {
        dnnl_memory[] memories = arguments.toArray(new dnnl_memory[0]);
        Pointer[] places = addresses.toArray(new Pointer[0]);
        return () -> {
            for (int i = 0; i < places.length; i++) {
                OneDnn.check(dnnl_memory_set_data_handle(memories[i], places[i]), "an address");
            }
            primitive.run();
        };
    }
}
