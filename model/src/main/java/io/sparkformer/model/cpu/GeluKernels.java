package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_erf;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** The exact GELU. */
final class GeluKernels {
    private GeluKernels() {}

    static Kernel forward(OneDnn library, CompositeBinding call) {
        Operand x = flat(call.input(0));
        return new Primitive.Builder(library)
                .argument(DNNL_ARG_SRC, x)
                .argument(DNNL_ARG_DST, flat(call.output()))
                .build(forwardDescription(library, library.descriptor(x)));
    }

    static Kernel backward(OneDnn library, CompositeBinding call) {
        Operand x = flat(call.input(0));
        dnnl_memory_desc shape = library.descriptor(x);
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_eltwise_backward_primitive_desc_create(
                        description,
                        library.engine(),
                        dnnl_eltwise_gelu_erf,
                        shape,
                        shape,
                        shape,
                        0,
                        0,
                        forwardDescription(library, shape),
                        Attributes.NONE.create(library)),
                "a GELU gradient");
        library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
        return new Primitive.Builder(library)
                .argument(DNNL_ARG_SRC, x)
                .argument(DNNL_ARG_DIFF_DST, flat(call.outputGradient()))
                .argument(
                        DNNL_ARG_DIFF_SRC,
                        flat(Objects.requireNonNull(call.outputs().get(0))))
                .build(description);
    }

    private static Operand flat(View view) {
        return Operand.of(view, view.length());
    }

    private static dnnl_primitive_desc forwardDescription(OneDnn library, dnnl_memory_desc shape) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_eltwise_forward_primitive_desc_create(
                        description,
                        library.engine(),
                        dnnl_forward_training,
                        dnnl_eltwise_gelu_erf,
                        shape,
                        shape,
                        0,
                        0,
                        Attributes.NONE.create(library)),
                "a GELU");
        return library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
    }
}
