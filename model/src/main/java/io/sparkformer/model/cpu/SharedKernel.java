package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;

import io.sparkformer.model.plan.Kernel;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.javacpp.Pointer;

/** A shared primitive with its arrays, whose addresses it is given before each run. */
final class SharedKernel implements Kernel {
    private final Primitive primitive;
    private final dnnl_memory[] memories;
    private final Pointer[] addresses; // plain ones, whose positions count bytes

    SharedKernel(Primitive primitive, List<dnnl_memory> memories, List<Pointer> addresses) {
        this.primitive = primitive;
        this.memories = memories.toArray(new dnnl_memory[0]);
        this.addresses = addresses.stream().map(Pointer::new).toArray(Pointer[]::new);
    }

    @Override
    public void run() {
        for (int i = 0; i < memories.length; i++) {
            move(i, 0);
        }
        primitive.run();
    }

    /**
     * Works on other arrays of the same layout.
     *
     * @param offsets by how many numbers of single precision each of them begins behind that which the kernel was made with, in the order
     *     in which they were given to the primitive
     */
    void run(long[] offsets) {
        for (int i = 0; i < memories.length; i++) {
            move(i, Float.BYTES * offsets[i]);
        }
        primitive.run();
    }

    private void move(int argument, long bytes) {
        OneDnn.check(
                dnnl_memory_set_data_handle(memories[argument], addresses[argument].position(bytes)), "an address");
    }
}
