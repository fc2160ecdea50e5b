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
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import java.util.List;
import java.util.function.BiConsumer;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/**
 * What a primitive does with its result, in this order.
 *
 * @param factor the result is multiplied by it
 * @param steps functions and sums, in their order
 * @param accumulate whether it is added to what the destination holds
 */
record Attributes(float factor, List<Step> steps, boolean accumulate) {
    /** Something done with each element. */
    sealed interface Step {
        /** An array is added, and broadcast for that. */
        record Add(Operand addend) implements Step {}

        /** One of oneDNN's dnnl_eltwise_... is applied. */
        record Apply(int function) implements Step {}
    }

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
        OneDnn.check(
                dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user), "a shared scratchpad");
        if (factor != 1 || accumulate || !steps.isEmpty()) {
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
        for (Step step : steps) {
            if (step instanceof Step.Add add) {
                OneDnn.check(
                        dnnl_post_ops_append_binary(operations, dnnl_binary_add, library.descriptor(add.addend)),
                        "an addend");
            } else if (step instanceof Step.Apply apply) {
                OneDnn.check(dnnl_post_ops_append_eltwise(operations, apply.function, 0, 0), "a function");
            }
        }
        if (accumulate) {
            OneDnn.check(dnnl_post_ops_append_sum(operations, 1, 0, dnnl_data_type_undef), "a sum");
        }
        return operations;
    }

    /** What is done, without where addends lie. */
    Object kind() {
        List<Object> functions = steps.stream()
                .map(step -> step instanceof Step.Apply ? (Object) step : "addend")
                .toList();
        return List.of(factor, functions, accumulate);
    }

    /** Tells a primitive where its addends lie. */
    void bind(Primitive.Builder primitive) {
        bind(primitive::argument);
    }

    /** Tells a shared primitive where its addends lie. */
    void bindMovable(Primitive.Builder primitive) {
        bind(primitive::movable);
    }

    private void bind(BiConsumer<Integer, Operand> argument) {
        int first = factor != 1 ? 1 : 0;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Step.Add add) {
                argument.accept(DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (first + i + 1) | DNNL_ARG_SRC_1, add.addend);
            }
        }
    }
}
