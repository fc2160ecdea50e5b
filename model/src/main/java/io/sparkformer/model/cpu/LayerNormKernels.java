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
import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** Layer normalisation of [rows, D]; mean and variance of each row are kept for the gradient. */
final class LayerNormKernels {
    private static final int FLAGS = dnnl_use_scale | dnnl_use_shift;

    static final CompositeKernels KIND = new CompositeKernels(
                    (workshop, binding) -> new LayerNormKernels(workshop, binding).forward(),
                    (workshop, binding) -> new LayerNormKernels(workshop, binding).backward(),
                    (workshop, call) -> 2 * rows(call))
            .withScratch(LayerNormKernels::scratchLength)
            .withGradientReads(0, 1)
            .withHalf(new CompositeKernels.HalfFormats(Set.of(), true, Set.of(3), Set.of()));

    private final OneDnn library;
    private final CompositeBinding call;
    private final float epsilon;
    private final long width;
    private final long rows;

    private LayerNormKernels(Workshop workshop, CompositeBinding call) {
        this.library = workshop.library();
        this.call = call;
        this.epsilon = (float) ((Composite.LayerNorm) call.call().composite()).epsilon();
        this.width = call.input(1).length();
        this.rows = call.input(0).length() / width;
    }

    private static long rows(CompositeCall call) {
        Tensor x = call.inputs().get(0);
        return x.length() / x.dimension(-1);
    }

    /** Room for the gradients that nobody asks for but oneDNN computes. */
    private static long scratchLength(Workshop workshop, CompositeCall call) {
        boolean gradient = call.forward() != null;
        boolean all = call.outputs().stream().noneMatch(Objects::isNull);
        return !gradient || all ? 0 : call.inputs().get(0).length();
    }

    private Kernel forward() {
        return new Primitive.Builder(library)
                .argument(DNNL_ARG_SRC, matrix(call.input(0)))
                .argument(DNNL_ARG_DST, matrix(call.output()))
                .argument(DNNL_ARG_SCALE, vector(call.input(1)))
                .argument(DNNL_ARG_SHIFT, vector(call.input(2)))
                .argument(DNNL_ARG_MEAN, mean())
                .argument(DNNL_ARG_VARIANCE, variance())
                .build(forwardDescription(library.descriptor(matrix(call.output()))));
    }

    private Kernel backward() {
        dnnl_memory_desc x = library.descriptor(matrix(call.input(0)));
        dnnl_memory_desc dy = library.descriptor(matrix(call.outputGradient()));
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_layer_normalization_backward_primitive_desc_create(
                        description,
                        library.engine(),
                        dnnl_backward,
                        x,
                        dy,
                        x,
                        library.descriptor(mean()),
                        epsilon,
                        FLAGS,
                        forwardDescription(dy),
                        Attributes.NONE.create(library)),
                "a layer norm's gradient");
        library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
        return new Primitive.Builder(library)
                .argument(DNNL_ARG_SRC, matrix(call.input(0)))
                .argument(DNNL_ARG_SCALE, vector(call.input(1)))
                .argument(DNNL_ARG_MEAN, mean())
                .argument(DNNL_ARG_VARIANCE, variance())
                .argument(DNNL_ARG_DIFF_DST, matrix(call.outputGradient()))
                .argument(DNNL_ARG_DIFF_SRC, matrix(or(call.outputs().get(0), rows * width)))
                .argument(DNNL_ARG_DIFF_SCALE, vector(or(call.outputs().get(1), width)))
                .argument(DNNL_ARG_DIFF_SHIFT, vector(or(call.outputs().get(2), width)))
                .build(description);
    }

    private View or(@Nullable View view, long length) {
        View scratch = call.scratch();
        return view != null ? view : new View(Objects.requireNonNull(scratch).storage(), scratch.offset(), length);
    }

    private dnnl_primitive_desc forwardDescription(dnnl_memory_desc y) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_layer_normalization_forward_primitive_desc_create(
                        description,
                        library.engine(),
                        dnnl_forward_training,
                        library.descriptor(matrix(call.input(0))),
                        y,
                        library.descriptor(mean()),
                        epsilon,
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
