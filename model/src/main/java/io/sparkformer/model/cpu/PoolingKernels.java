package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_include_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_workspace_md;

import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.Pooling;
import io.sparkformer.model.operation.Window;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Pooling; that of maxima leaves for its gradient where in the window each was. */
final class PoolingKernels {
    static final CompositeKernels KIND = new CompositeKernels(
                    (workshop, binding) -> new PoolingKernels(workshop, binding).forward(),
                    (workshop, binding) -> new PoolingKernels(workshop, binding).backward(),
                    (workshop, call) -> savedLength(call))
            .withGradientReads();

    private static final long[] DENSE = {0, 0};

    private final OneDnn library;
    private final CompositeBinding call;
    private final boolean maximum;
    private final int algorithm;
    private final long[] strides;
    private final long[] extents;
    private final long[] padding;

    private PoolingKernels(Workshop workshop, CompositeBinding call) {
        this.library = workshop.library();
        this.call = call;
        Composite.Pooling settings = (Composite.Pooling) call.call().composite();
        Window window = settings.window();
        this.maximum = settings.kind() == Pooling.Kind.MAX;
        this.algorithm = maximum ? dnnl_pooling_max : dnnl_pooling_avg_include_padding;
        this.strides = new long[] {window.rowStride(), window.columnStride()};
        this.extents = new long[] {window.height(), window.width()};
        this.padding = new long[] {window.rowPadding(), window.columnPadding()};
    }

    /** An integer of at most 32 bits for each maximum. */
    private static long savedLength(CompositeCall forward) {
        boolean maximum = ((Composite.Pooling) forward.composite()).kind() == Pooling.Kind.MAX;
        return maximum ? forward.output().length() : 0;
    }

    private Kernel forward() {
        Operand x = whole(call.input(0));
        Operand y = whole(call.output());
        dnnl_primitive_desc description = description(x, y);
        Primitive.Builder builder =
                new Primitive.Builder(library).argument(DNNL_ARG_SRC, x).argument(DNNL_ARG_DST, y);
        return withWorkspace(builder, description).build(description);
    }

    private Kernel backward() {
        Operand dx = whole(Objects.requireNonNull(call.outputs().get(0)));
        Operand dy = whole(call.outputGradient());
        dnnl_primitive_desc forward = description(dx, dy);
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_pooling_backward_primitive_desc_create(
                        description,
                        library.engine(),
                        algorithm,
                        library.descriptor(dx),
                        library.descriptor(dy),
                        strides,
                        extents,
                        DENSE,
                        padding,
                        padding,
                        forward,
                        Attributes.NONE.create(library)),
                "a pooling's gradient");
        library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
        Primitive.Builder builder =
                new Primitive.Builder(library).argument(DNNL_ARG_DIFF_DST, dy).argument(DNNL_ARG_DIFF_SRC, dx);
        return withWorkspace(builder, forward).build(description);
    }

    private Primitive.Builder withWorkspace(Primitive.Builder builder, dnnl_primitive_desc forward) {
        return maximum ? builder.argument(DNNL_ARG_WORKSPACE, workspace(forward)) : builder;
    }

    private dnnl_memory workspace(dnnl_primitive_desc forward) {
        dnnl_memory_desc layout = dnnl_primitive_desc_query_md(forward, dnnl_query_workspace_md, 0);
        View saved = call.savedView();
        long needed = dnnl_memory_desc_get_size(layout);
        if (needed > saved.length() * Float.BYTES) {
            throw new IllegalStateException("oneDNN wants " + needed + " bytes for the places of maxima in "
                    + call.call() + ", more than one integer for each");
        }
        dnnl_memory memory = new dnnl_memory();
        OneDnn.check(
                dnnl_memory_create(
                        memory, layout, library.engine(), saved.storage().pointer(saved.offset())),
                "a memory object");
        return library.own(memory, org.bytedeco.dnnl.global.dnnl::dnnl_memory_destroy);
    }

    private dnnl_primitive_desc description(Operand x, Operand y) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_pooling_forward_primitive_desc_create(
                        description,
                        library.engine(),
                        dnnl_forward_training,
                        algorithm,
                        library.descriptor(x),
                        library.descriptor(y),
                        strides,
                        extents,
                        DENSE,
                        padding,
                        padding,
                        Attributes.NONE.create(library)),
                "a pooling");
        return library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
    }

    private static Operand whole(View view) {
        return Operand.of(view, view.shape());
    }
}
