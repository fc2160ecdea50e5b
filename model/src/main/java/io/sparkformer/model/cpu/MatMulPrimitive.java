package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_unimplemented;

import io.sparkformer.model.plan.Kernel;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** Matrix products over any strides, so that transposes, heads and packed projections are read where they lie. */
final class MatMulPrimitive {
    private MatMulPrimitive() {}

    /** c = a b. */
    static Kernel of(OneDnn library, Operand a, Operand b, Operand c) {
        return of(library, a, b, null, c, Attributes.NONE);
    }

    /**
     * c = factor (a b + bias) and the attributes' steps, or that added to c.
     *
     * @param a [..., m, k]
     * @param b [..., k, n]
     * @param bias [1, n]; null for none
     * @param c [..., m, n]
     */
    static Kernel of(OneDnn library, Operand a, Operand b, @Nullable Operand bias, Operand c, Attributes attributes) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(describe(library, description, a, b, bias, c, attributes), "a matrix product");
        library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
        Primitive.Builder builder = new Primitive.Builder(library)
                .argument(DNNL_ARG_SRC, a)
                .argument(DNNL_ARG_WEIGHTS, b)
                .argument(DNNL_ARG_DST, c);
        attributes.bind(builder);
        return (bias == null ? builder : builder.argument(DNNL_ARG_BIAS, bias)).build(description);
    }

    /** The same without a bias, by a primitive that products of such operands share. */
    static SharedKernel shared(OneDnn library, Operand a, Operand b, Operand c, Attributes attributes) {
        Primitive.Builder builder = new Primitive.Builder(library)
                .movable(DNNL_ARG_SRC, a)
                .movable(DNNL_ARG_WEIGHTS, b)
                .movable(DNNL_ARG_DST, c);
        attributes.bindMovable(builder);
        return builder.shared(List.of("product", attributes.kind()), () -> {
            dnnl_primitive_desc description = new dnnl_primitive_desc();
            OneDnn.check(describe(library, description, a, b, null, c, attributes), "a matrix product");
            return library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
        });
    }

    /** Whether oneDNN multiplies operands of this type on this CPU. */
    static boolean exists(OneDnn library, int type) {
        long[] shape = {16, 16};
        Operand operand = new Operand(new Pointer(), shape, Operand.rowMajor(shape), type);
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        int status = describe(library, description, operand, operand, null, operand, Attributes.NONE);
        if (status == dnnl_unimplemented) {
            return false;
        }
        OneDnn.check(status, "a matrix product");
        library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
        return true;
    }

    private static int describe(
            OneDnn library,
            dnnl_primitive_desc description,
            Operand a,
            Operand b,
            @Nullable Operand bias,
            Operand c,
            Attributes attributes) {
        return dnnl_matmul_primitive_desc_create(
                description,
                library.engine(),
                library.descriptor(a),
                library.descriptor(b),
                bias == null ? null : library.descriptor(bias),
                library.descriptor(c),
                attributes.create(library));
    }
}
