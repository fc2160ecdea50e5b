package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_forward_primitive_desc_create;

import io.sparkformer.model.plan.Kernel;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Softmax over the last axis. */
final class SoftmaxPrimitive {
    private SoftmaxPrimitive() {}

    /** y = softmax(x); both may be the same array. */
    static Kernel forward(OneDnn library, Operand x, Operand y) {
        return new Primitive.Builder(library)
                .movable(DNNL_ARG_SRC, x)
                .movable(DNNL_ARG_DST, y)
                .shared("softmax", () -> description(library, library.descriptor(y), y.dimensions().length - 1));
    }

    /** dx from y and dy; dx and dy may be the same array. */
    static Kernel backward(OneDnn library, Operand y, Operand dy, Operand dx) {
        return new Primitive.Builder(library)
                .movable(DNNL_ARG_DST, y)
                .movable(DNNL_ARG_DIFF_DST, dy)
                .movable(DNNL_ARG_DIFF_SRC, dx)
                .shared("softmax gradient", () -> backwardDescription(library, y, dy, dx));
    }

    private static dnnl_primitive_desc backwardDescription(OneDnn library, Operand y, Operand dy, Operand dx) {
        int axis = y.dimensions().length - 1;
        dnnl_memory_desc shape = library.descriptor(y);
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_softmax_backward_primitive_desc_create(
                        description,
                        library.engine(),
                        dnnl_softmax_accurate,
                        library.descriptor(dx),
                        library.descriptor(dy),
                        shape,
                        axis,
                        description(library, shape, axis),
                        Attributes.NONE.create(library)),
                "a softmax gradient");
        return library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
    }

    /** The forward primitive. */
    static dnnl_primitive_desc description(OneDnn library, dnnl_memory_desc shape, int axis) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_softmax_forward_primitive_desc_create(
                        description,
                        library.engine(),
                        dnnl_forward_training,
                        dnnl_softmax_accurate,
                        shape,
                        shape,
                        axis,
                        Attributes.NONE.create(library)),
                "a softmax");
        return library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
    }
}
