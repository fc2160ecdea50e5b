package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_data_type_undef;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_sum;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_deterministic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;

import java.util.List;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/**
 * What a primitive does with its result, in this order.
 *
 * @param factor the result is multiplied by it
 * @param addends arrays that are added to it, and broadcast for that
 * @param accumulate whether it is added to what the destination holds
 */
record Attributes(float factor, List<Operand> addends, boolean accumulate) {
    static final Attributes NONE = new Attributes(1, false);

    Attributes(float factor, boolean accumulate) {
        this(factor, List.of(), accumulate);
    }

    /** The same for oneDNN; every primitive must give the same bits in every run. */
    dnnl_primitive_attr create(OneDnn library) {
        dnnl_primitive_attr attributes = new dnnl_primitive_attr();
        OneDnn.check(dnnl_primitive_attr_create(attributes), "attributes");
        library.own(attributes, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_attr_destroy);
        OneDnn.check(dnnl_primitive_attr_set_deterministic(attributes, 1), "a deterministic primitive");
        if (factor != 1 || accumulate || !addends.isEmpty()) {
            dnnl_post_ops operations = postOperations(library);
            OneDnn.check(dnnl_primitive_attr_set_post_ops(attributes, operations), "post-operations");
        }
        return attributes;
    }

    private dnnl_post_ops postOperations(OneDnn library) {
        dnnl_post_ops operations = new dnnl_post_ops();
        OneDnn.check(dnnl_post_ops_create(operations), "post-operations");
        library.own(operations, org.bytedeco.dnnl.global.dnnl::dnnl_post_ops_destroy);
        if (factor != 1) {
            OneDnn.check(dnnl_post_ops_append_eltwise(operations, dnnl_eltwise_linear, factor, 0), "a factor");
        }
        for (Operand addend : addends) {
            OneDnn.check(
                    dnnl_post_ops_append_binary(operations, dnnl_binary_add, library.descriptor(addend)), "an addend");
        }
        if (accumulate) {
            OneDnn.check(dnnl_post_ops_append_sum(operations, 1, 0, dnnl_data_type_undef), "a sum");
        }
        return operations;
    }

    /** Tells a primitive where its addends lie. */
    void bind(Primitive.Builder primitive) {
        int first = factor != 1 ? 1 : 0;
        for (int i = 0; i < addends.size(); i++) {
            primitive.argument(DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (first + i + 1) | DNNL_ARG_SRC_1, addends.get(i));
        }
    }
}
