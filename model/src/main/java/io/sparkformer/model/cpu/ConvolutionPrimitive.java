package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import io.sparkformer.model.operation.Window;
import io.sparkformer.model.plan.Kernel;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * A convolution between an image [B, C, H, W] and its result [B, O, R, L] by weights [O, C, h, w], in the three directions
 * in which one of them follows from the other two.
 */
final class ConvolutionPrimitive {
    private static final long[] DENSE = {0, 0};

    private final OneDnn library;
    private final long[] strides;
    private final long[] padding;

    ConvolutionPrimitive(OneDnn library, Window window) {
        this.library = library;
        this.strides = new long[] {window.rowStride(), window.columnStride()};
        this.padding = new long[] {window.rowPadding(), window.columnPadding()};
    }

    /** result = weights * image + bias. */
    Kernel result(Operand image, Operand weights, @Nullable Operand bias, Operand result) {
        Primitive.Builder builder = new Primitive.Builder(library)
                .argument(DNNL_ARG_SRC, image)
                .argument(DNNL_ARG_WEIGHTS, weights)
                .argument(DNNL_ARG_DST, result);
        return (bias == null ? builder : builder.argument(DNNL_ARG_BIAS, bias))
                .build(description(image, weights, bias, result));
    }

    /** The gradient of the image, of a result's. */
    Kernel image(Operand result, Operand weights, Operand image) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_convolution_backward_data_primitive_desc_create(
                        description,
                        library.engine(),
                        dnnl_convolution_direct,
                        library.descriptor(image),
                        library.descriptor(weights),
                        library.descriptor(result),
                        strides,
                        DENSE,
                        padding,
                        padding,
                        description(image, weights, null, result),
                        Attributes.NONE.create(library)),
                "a convolution's gradient");
        return new Primitive.Builder(library)
                .argument(DNNL_ARG_DIFF_DST, result)
                .argument(DNNL_ARG_WEIGHTS, weights)
                .argument(DNNL_ARG_DIFF_SRC, image)
                .build(library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy));
    }

    /** The gradient of the weights, of an image and a result's gradient. */
    Kernel weights(Operand image, Operand result, Operand weights) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_convolution_backward_weights_primitive_desc_create(
                        description,
                        library.engine(),
                        dnnl_convolution_direct,
                        library.descriptor(image),
                        library.descriptor(weights),
                        null,
                        library.descriptor(result),
                        strides,
                        DENSE,
                        padding,
                        padding,
                        description(image, weights, null, result),
                        Attributes.NONE.create(library)),
                "a convolution's gradient");
        return new Primitive.Builder(library)
                .argument(DNNL_ARG_SRC, image)
                .argument(DNNL_ARG_DIFF_DST, result)
                .argument(DNNL_ARG_DIFF_WEIGHTS, weights)
                .build(library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy));
    }

    private dnnl_primitive_desc description(Operand image, Operand weights, @Nullable Operand bias, Operand result) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        dnnl_memory_desc biasDescriptor = bias == null ? null : library.descriptor(bias);
        OneDnn.check(
                dnnl_convolution_forward_primitive_desc_create(
                        description,
                        library.engine(),
                        dnnl_forward_training,
                        dnnl_convolution_direct,
                        library.descriptor(image),
                        library.descriptor(weights),
                        biasDescriptor,
                        library.descriptor(result),
                        strides,
                        DENSE,
                        padding,
                        padding,
                        Attributes.NONE.create(library)),
                "a convolution");
        return library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
    }
}
