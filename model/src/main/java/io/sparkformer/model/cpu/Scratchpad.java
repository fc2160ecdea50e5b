package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.BytePointer;

/**
 * The memory that oneDNN's primitives work in, one region for all of a plan: they run one after the other, and each having
 * its own would take as much as the activations.
 */
final class Scratchpad {
    /** A page, so that the alignment that kernels see is always the same. */
    private static final long ALIGNMENT = 4096;

    private final OneDnn library;
    private final List<dnnl_memory> users = new ArrayList<>();
    private BytePointer region = new BytePointer();
    private long bytes;

    Scratchpad(OneDnn library) {
        this.library = library;
    }

    /** The scratchpad as a primitive's argument; empty if it needs none. */
    Optional<dnnl_memory> of(dnnl_primitive_desc description) {
        dnnl_memory_desc shape = dnnl_primitive_desc_query_md(description, dnnl_query_scratchpad_md, 0);
        long needed = shape == null || shape.isNull() ? 0 : dnnl_memory_desc_get_size(shape);
        if (needed == 0) {
            return Optional.empty();
        }
        if (needed > bytes) {
            grow(needed);
        }
        dnnl_memory memory = new dnnl_memory();
        OneDnn.check(dnnl_memory_create(memory, shape, library.engine(), start()), "a scratchpad");
        users.add(library.own(memory, org.bytedeco.dnnl.global.dnnl::dnnl_memory_destroy));
        return Optional.of(memory);
    }

    private void grow(long needed) {
        region.close();
        region = new BytePointer(needed + ALIGNMENT);
        bytes = needed;
        for (dnnl_memory user : users) {
            OneDnn.check(dnnl_memory_set_data_handle(user, start()), "a scratchpad");
        }
    }

    private BytePointer start() {
        return region.getPointer(Math.floorMod(-region.address(), ALIGNMENT));
    }

    void close() {
        region.close();
    }
}
