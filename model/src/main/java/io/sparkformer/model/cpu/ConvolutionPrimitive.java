package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;

import io.sparkformer.model.operation.Window;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * A convolution between an image [B, C, H, W] and its result [B, O, R, L] by weights [O, C, h, w], in one direction.
 *
 * <p>oneDNN is a hundred times faster in layouts of its own choice, with channels in blocks, than in the row-major one: its
 * operands are copied into and out of those.
 */
final class ConvolutionPrimitive {
    private static final long[] DENSE = {0, 0};

    /** Numbers in a cache line, on which every copy begins. */
    private static final long LINE = 16;

    private final OneDnn library;
    private final ConvolutionDirection direction;
    private final long[] strides;
    private final long[] padding;
    private final List<long[]> shapes;
    private final boolean biased;
    private final dnnl_primitive_desc description;

    /** Asks oneDNN for the primitive and its layouts. */
    ConvolutionPrimitive(OneDnn library, ConvolutionDirection direction, Window window, Shapes shapes, boolean biased) {
        this.library = library;
        this.direction = direction;
        this.strides = new long[] {window.rowStride(), window.columnStride()};
        this.padding = new long[] {window.rowPadding(), window.columnPadding()};
        this.shapes = List.of(shapes.image, shapes.weights, shapes.result);
        this.biased = biased;
        dnnl_primitive_desc forward = forward();
        this.description = switch (direction) {
            case RESULT -> forward;
            case IMAGE -> image(forward);
            case WEIGHTS -> weights(forward);
        };
    }

    /** The shapes of the three arrays. */
    record Shapes(long[] image, long[] weights, long[] result) {}

    /** Numbers that the copies take. */
    long scratchLength() {
        long length = 0;
        for (int i = 0; i < shapes.size(); i++) {
            length += room(i);
        }
        return length;
    }

    /**
     * The kernel.
     *
     * @param operands image, weights and result
     * @param bias [O]; null for none
     * @param scratch room for the copies; null if there are none
     */
    Kernel kernel(List<Operand> operands, @Nullable Operand bias, @Nullable View scratch) {
        List<Kernel> before = new ArrayList<>();
        List<Kernel> after = new ArrayList<>();
        Primitive.Builder builder = new Primitive.Builder(library);
        long used = 0;
        for (int i = 0; i < operands.size(); i++) {
            ConvolutionDirection.Part part = direction.parts().get(i);
            Operand plain = operands.get(i);
            if (scratch == null || room(i) == 0) {
                builder.argument(part.role(), plain);
                continue;
            }
            dnnl_memory copy = memory(layout(i), scratch, used);
            used += room(i);
            builder.argument(part.role(), copy);
            dnnl_memory original = library.memory(plain);
            if (part.written()) {
                after.add(ReorderPrimitive.of(library, layout(i), copy, library.descriptor(plain), original));
            } else {
                before.add(ReorderPrimitive.of(library, library.descriptor(plain), original, layout(i), copy));
            }
        }
        before.add((bias == null ? builder : builder.argument(DNNL_ARG_BIAS, bias)).build(description));
        before.addAll(after);
        return KernelList.of(before);
    }

    private dnnl_memory memory(dnnl_memory_desc layout, View scratch, long offset) {
        dnnl_memory memory = new dnnl_memory();
        OneDnn.check(
                dnnl_memory_create(
                        memory, layout, library.engine(), scratch.storage().pointer(scratch.offset() + offset)),
                "a memory object");
        return library.own(memory, org.bytedeco.dnnl.global.dnnl::dnnl_memory_destroy);
    }

    /** Numbers that a copy of an array takes; 0 if the primitive takes it as it is. */
    private long room(int index) {
        dnnl_memory_desc plain = new dnnl_memory_desc();
        long[] shape = shapes.get(index);
        OneDnn.check(
                dnnl_memory_desc_create_with_strides(plain, shape.length, shape, dnnl_f32, Operand.rowMajor(shape)),
                "a memory descriptor");
        library.own(plain, org.bytedeco.dnnl.global.dnnl::dnnl_memory_desc_destroy);
        dnnl_memory_desc wanted = layout(index);
        boolean same = dnnl_memory_desc_equal(plain, wanted) != 0;
        long lineBytes = LINE * Float.BYTES;
        return same ? 0 : (dnnl_memory_desc_get_size(wanted) + lineBytes - 1) / lineBytes * LINE;
    }

    private dnnl_memory_desc layout(int index) {
        return dnnl_primitive_desc_query_md(
                description, direction.parts().get(index).query(), 0);
    }

    private dnnl_memory_desc any(int index) {
        dnnl_memory_desc descriptor = new dnnl_memory_desc();
        OneDnn.check(
                dnnl_memory_desc_create_with_tag(
                        descriptor, shapes.get(index).length, shapes.get(index), dnnl_f32, dnnl_format_tag_any),
                "a memory descriptor");
        return library.own(descriptor, org.bytedeco.dnnl.global.dnnl::dnnl_memory_desc_destroy);
    }

    private @Nullable dnnl_memory_desc bias() {
        if (!biased) {
            return null;
        }
        long[] shape = {shapes.get(2)[1]};
        dnnl_memory_desc descriptor = new dnnl_memory_desc();
        OneDnn.check(
                dnnl_memory_desc_create_with_strides(descriptor, 1, shape, dnnl_f32, Operand.rowMajor(shape)),
                "a memory descriptor");
        return library.own(descriptor, org.bytedeco.dnnl.global.dnnl::dnnl_memory_desc_destroy);
    }

    private dnnl_primitive_desc forward() {
        dnnl_primitive_desc created = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_convolution_forward_primitive_desc_create(
                        created,
                        library.engine(),
                        dnnl_forward_training,
                        dnnl_convolution_direct,
                        any(0),
                        any(1),
                        bias(),
                        any(2),
                        strides,
                        DENSE,
                        padding,
                        padding,
                        Attributes.NONE.create(library)),
                "a convolution");
        return library.own(created, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
    }

    private dnnl_primitive_desc image(dnnl_primitive_desc forward) {
        dnnl_primitive_desc created = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_convolution_backward_data_primitive_desc_create(
                        created,
                        library.engine(),
                        dnnl_convolution_direct,
                        any(0),
                        any(1),
                        any(2),
                        strides,
                        DENSE,
                        padding,
                        padding,
                        forward,
                        Attributes.NONE.create(library)),
                "a convolution's gradient");
        return library.own(created, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
    }

    private dnnl_primitive_desc weights(dnnl_primitive_desc forward) {
        dnnl_primitive_desc created = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_convolution_backward_weights_primitive_desc_create(
                        created,
                        library.engine(),
                        dnnl_convolution_direct,
                        any(0),
                        any(1),
                        null,
                        any(2),
                        strides,
                        DENSE,
                        padding,
                        padding,
                        forward,
                        Attributes.NONE.create(library)),
                "a convolution's gradient");
        return library.own(created, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
    }
}
