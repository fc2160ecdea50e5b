package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_layer_normalization_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_layer_normalization_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.function.LongFunction;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** Layer normalisation of [rows, D]; mean and variance of each row are kept for the gradient. */
final class LayerNormKernels {
    private static final int FLAGS = dnnl_use_scale | dnnl_use_shift;

    private final OneDnn library;
    private final CompositeBinding call;
    private final Composite.LayerNorm settings;
    private final long width;
    private final long rows;
    private final dnnl_memory_desc matrix;
    private final dnnl_memory_desc statistics;

    LayerNormKernels(OneDnn library, CompositeBinding call, Composite.LayerNorm settings) {
        this.library = library;
        this.call = call;
        this.settings = settings;
        this.width = call.input(1).length();
        this.rows = call.input(0).length() / width;
        this.matrix = library.descriptor(matrix(call.input(0)));
        this.statistics = library.descriptor(mean());
    }

    /** Elements that {@link #forward} saves for {@code rows} rows. */
    static long savedLength(long rows) {
        return 2 * rows;
    }

    Kernel forward() {
        return new Primitive.Builder(library)
                .argument(DNNL_ARG_SRC, matrix(call.input(0)))
                .argument(DNNL_ARG_DST, matrix(call.output()))
                .argument(DNNL_ARG_SCALE, vector(call.input(1)))
                .argument(DNNL_ARG_SHIFT, vector(call.input(2)))
                .argument(DNNL_ARG_MEAN, mean())
                .argument(DNNL_ARG_VARIANCE, variance())
                .build(forwardDescription());
    }

    /**
     * The gradients of all three inputs.
     *
     * @param scratch makes room for a gradient that nobody asks for but oneDNN computes
     */
    Kernel backward(LongFunction<View> scratch) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_layer_normalization_backward_primitive_desc_create(
                        description,
                        library.engine(),
                        dnnl_backward,
                        matrix,
                        matrix,
                        matrix,
                        statistics,
                        (float) settings.epsilon(),
                        FLAGS,
                        forwardDescription(),
                        Attributes.NONE.create(library)),
                "a layer norm's gradient");
        library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
        return new Primitive.Builder(library)
                .argument(DNNL_ARG_SRC, matrix(call.input(0)))
                .argument(DNNL_ARG_SCALE, vector(call.input(1)))
                .argument(DNNL_ARG_MEAN, mean())
                .argument(DNNL_ARG_VARIANCE, variance())
                .argument(DNNL_ARG_DIFF_DST, matrix(call.outputGradient()))
                .argument(DNNL_ARG_DIFF_SRC, matrix(or(call.outputs().get(0), scratch, rows * width)))
                .argument(DNNL_ARG_DIFF_SCALE, vector(or(call.outputs().get(1), scratch, width)))
                .argument(DNNL_ARG_DIFF_SHIFT, vector(or(call.outputs().get(2), scratch, width)))
                .build(description);
    }

    private static View or(@Nullable View view, LongFunction<View> scratch, long length) {
        return view == null ? scratch.apply(length) : view;
    }

    private dnnl_primitive_desc forwardDescription() {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_layer_normalization_forward_primitive_desc_create(
                        description,
                        library.engine(),
                        dnnl_forward_training,
                        matrix,
                        matrix,
                        statistics,
                        (float) settings.epsilon(),
                        FLAGS,
                        Attributes.NONE.create(library)),
                "a layer norm");
        return library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
    }

    private Operand matrix(View view) {
        return Operand.of(view, rows, width);
    }

    private Operand vector(View view) {
        return Operand.of(view, width);
    }

    private Operand mean() {
        return Operand.of(call.savedView(), rows);
    }

    private Operand variance() {
        return Operand.of(call.savedView(), rows, new long[] {rows}, new long[] {1});
    }
}
