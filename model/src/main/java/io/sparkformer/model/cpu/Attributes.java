package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_data_type_undef;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_sum;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_deterministic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;

import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/**
 * What a primitive does with its result.
 *
 * @param factor the result is multiplied by it
 * @param accumulate whether the product is added to what the destination holds
 */
record Attributes(float factor, boolean accumulate) {
    static final Attributes NONE = new Attributes(1, false);

    /** The same for oneDNN; every primitive must give the same bits in every run. */
    dnnl_primitive_attr create(OneDnn library) {
        dnnl_primitive_attr attributes = new dnnl_primitive_attr();
        OneDnn.check(dnnl_primitive_attr_create(attributes), "attributes");
        library.own(attributes, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_attr_destroy);
        OneDnn.check(dnnl_primitive_attr_set_deterministic(attributes, 1), "a deterministic primitive");
        if (factor != 1 || accumulate) {
            dnnl_post_ops operations = new dnnl_post_ops();
            OneDnn.check(dnnl_post_ops_create(operations), "post-operations");
            library.own(operations, org.bytedeco.dnnl.global.dnnl::dnnl_post_ops_destroy);
            if (factor != 1) {
                OneDnn.check(dnnl_post_ops_append_eltwise(operations, dnnl_eltwise_linear, factor, 0), "a factor");
            }
            if (accumulate) {
                OneDnn.check(dnnl_post_ops_append_sum(operations, 1, 0, dnnl_data_type_undef), "a sum");
            }
            OneDnn.check(dnnl_primitive_attr_set_post_ops(attributes, operations), "post-operations");
        }
        return attributes;
    }
}
