package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_dst_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_src_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_dst_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_src_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;

import java.util.List;

/** Which of a convolution's three arrays follows from the other two, and what oneDNN calls each of them then. */
enum ConvolutionDirection {
    /** The result of an image and weights. */
    RESULT,

    /** The gradient of the image, of weights and the result's gradient. */
    IMAGE,

    /** The gradient of the weights, of an image and the result's gradient. */
    WEIGHTS;

    /** Image, weights and result. */
    List<Part> parts() {
        return switch (this) {
            case RESULT ->
                List.of(
                        new Part(DNNL_ARG_SRC, dnnl_query_src_md, false),
                        new Part(DNNL_ARG_WEIGHTS, dnnl_query_weights_md, false),
                        new Part(DNNL_ARG_DST, dnnl_query_dst_md, true));
            case IMAGE ->
                List.of(
                        new Part(DNNL_ARG_DIFF_SRC, dnnl_query_diff_src_md, true),
                        new Part(DNNL_ARG_WEIGHTS, dnnl_query_weights_md, false),
                        new Part(DNNL_ARG_DIFF_DST, dnnl_query_diff_dst_md, false));
            case WEIGHTS ->
                List.of(
                        new Part(DNNL_ARG_SRC, dnnl_query_src_md, false),
                        new Part(DNNL_ARG_DIFF_WEIGHTS, dnnl_query_diff_weights_md, true),
                        new Part(DNNL_ARG_DIFF_DST, dnnl_query_diff_dst_md, false));
        };
    }

    /**
     * One of the three arrays.
     *
     * @param role as an argument
     * @param query for the layout in which the primitive wants it
     * @param written whether it is the one that is computed
     */
    record Part(int role, int query, boolean written) {}
}
