package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import io.sparkformer.model.plan.Kernel;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** A function of each element. */
final class EltwisePrimitive {
    private EltwisePrimitive() {}

    /**
     * y = f(x); both may be the same array.
     *
     * @param function one of oneDNN's dnnl_eltwise_...
     */
    static Kernel forward(OneDnn library, int function, Operand x, Operand y) {
        return new Primitive.Builder(library)
                .argument(DNNL_ARG_SRC, x)
                .argument(DNNL_ARG_DST, y)
                .build(description(library, function, 0, 0, library.descriptor(x)));
    }

    /** The same by a primitive that arrays of this layout share. */
    static SharedKernel shared(OneDnn library, int function, Operand x, Operand y) {
        return new Primitive.Builder(library)
                .movable(DNNL_ARG_SRC, x)
                .movable(DNNL_ARG_DST, y)
                .shared(
                        List.of("function", function),
                        () -> description(library, function, 0, 0, library.descriptor(x)));
    }

    /** dx = f'(x) dy; dx and dy may be the same array. */
    static Kernel backward(OneDnn library, int function, Operand x, Operand dy, Operand dx) {
        dnnl_memory_desc shape = library.descriptor(x);
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_eltwise_backward_primitive_desc_create(
                        description,
                        library.engine(),
                        function,
                        shape,
                        shape,
                        shape,
                        0,
                        0,
                        description(library, function, 0, 0, shape),
                        Attributes.NONE.create(library)),
                "a function's gradient");
        library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
        return new Primitive.Builder(library)
                .argument(DNNL_ARG_SRC, x)
                .argument(DNNL_ARG_DIFF_DST, dy)
                .argument(DNNL_ARG_DIFF_SRC, dx)
                .build(description);
    }

    /** The forward primitive of a function with these coefficients. */
    static dnnl_primitive_desc description(
            OneDnn library, int function, float alpha, float beta, dnnl_memory_desc shape) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_eltwise_forward_primitive_desc_create(
                        description,
                        library.engine(),
                        dnnl_forward_training,
                        function,
                        shape,
                        shape,
                        alpha,
                        beta,
                        Attributes.NONE.create(library)),
                "a function");
        return library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
    }
}
