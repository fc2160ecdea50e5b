package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;

import io.sparkformer.model.plan.Kernel;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Copies between layouts and element types. */
final class ReorderPrimitive {
    private ReorderPrimitive() {}

    /**
     * By a primitive that copies between such arrays share.
     *
     * @param add whether it is added to what is there
     */
    static SharedKernel shared(OneDnn library, Operand from, Operand to, boolean add) {
        Attributes attributes = new Attributes(1, add);
        return new Primitive.Builder(library)
                .movable(DNNL_ARG_FROM, from)
                .movable(DNNL_ARG_TO, to)
                .shared(
                        List.of("copy", add),
                        () -> description(library, library.descriptor(from), library.descriptor(to), attributes));
    }

    static Kernel of(OneDnn library, Operand from, Operand to) {
        return of(library, library.descriptor(from), library.memory(from), library.descriptor(to), library.memory(to));
    }

    /** Between layouts of any kind. */
    static Kernel of(
            OneDnn library, dnnl_memory_desc fromLayout, dnnl_memory from, dnnl_memory_desc toLayout, dnnl_memory to) {
        return new Primitive.Builder(library)
                .argument(DNNL_ARG_FROM, from)
                .argument(DNNL_ARG_TO, to)
                .build(description(library, fromLayout, toLayout, Attributes.NONE));
    }

    private static dnnl_primitive_desc description(
            OneDnn library, dnnl_memory_desc fromLayout, dnnl_memory_desc toLayout, Attributes attributes) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_reorder_primitive_desc_create(
                        description,
                        fromLayout,
                        library.engine(),
                        toLayout,
                        library.engine(),
                        attributes.create(library)),
                "a copy");
        return library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
    }
}
