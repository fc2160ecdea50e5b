package io.sparkformer.model.operation;

import io.sparkformer.model.pattern.AttentionPattern;

/**
 * An operation of our own: defined by the primitive operations that it expands to, and run at once by engines that have a
 * kernel for it.
 *
 * <p>The expansion stands in the graph, so that SameDiff and the plain engine need to know nothing of composites, and a
 * fast engine never guesses them back out of it.
 */
public sealed interface Composite {
    /** x W^T + b; of x [..., I], W [O, I] and b [O]. */
    record Linear() implements Composite {}

    /**
     * (x - mean) / sqrt(variance + epsilon) * g + b over the last axis (Ba et al. 2016); of x [..., D], g [D] and b [D].
     *
     * @param epsilon added to the variance
     */
    record LayerNorm(double epsilon) implements Composite {}

    /**
     * A function of each element; of x.
     *
     * @param function which
     */
    record Activation(ActivationFunction function) implements Composite {}

    /**
     * Layer normalisation of each group of channels of each sample (Wu and He 2018), then gain and offset per channel; of x
     * [B, C, ...], g [C] and b [C].
     *
     * @param groups into which the channels are divided, in their order
     * @param epsilon added to the variance
     */
    record GroupNorm(int groups, double epsilon) implements Composite {}

    /**
     * A linear map of what a window sees; of x [B, C, H, W], W [O, C, h, w] and perhaps b [O].
     *
     * @param window how it slides
     */
    record Convolution(Window window) implements Composite {}

    /**
     * The transpose of a convolution; of x [B, C, H, W], W [C, O, h, w] and perhaps b [O].
     *
     * @param window how that of the convolution slides
     */
    record TransposedConvolution(Window window) implements Composite {}

    /**
     * A number from each place of a window; of x [B, C, H, W].
     *
     * @param kind which number
     * @param window how it slides
     */
    record Pooling(io.sparkformer.model.operation.Pooling.Kind kind, Window window) implements Composite {}

    /** -sum_c t_c log softmax(x)_c; of logits x and targets t, both [..., C]. */
    record CrossEntropy() implements Composite {}

    /**
     * The same for targets given by labels; of logits [..., C] and integers [...].
     *
     * @param smoothing how much of the label's target is spread over all classes
     * @param ignored the label of rows that do not count
     */
    record SparseCrossEntropy(double smoothing, int ignored) implements Composite {}

    /** sum_c log(1 + exp(x_c)) - t_c x_c; of logits x and targets t, both [..., C]. */
    record BinaryCrossEntropy() implements Composite {}

    /**
     * The negative log-likelihood of a chain of tags; of emissions [B, T, C], integers [B, T], transitions [C, C], and the scores of
     * first and last tags, both [C].
     *
     * @param ignored the label of places that are not in the chain
     */
    record LinearChain(int ignored) implements Composite {}

    /** Along the last axis the elements at given places; of x [..., n] and integers [..., k]. */
    record TakeAlongAxis() implements Composite {}

    /**
     * The places of the largest or the smallest elements of the last axis, in their order, equal ones in the order of their
     * places; of x [..., n], integers [..., count].
     *
     * @param count how many
     * @param descending whether the largest come first
     */
    record Order(int count, boolean descending) implements Composite {}

    /** Rows of a table; of the table [V, D] and integers of any shape. */
    record Embedding() implements Composite {}

    /**
     * softmax(Q K^T / sqrt(D / heads) + bias) V per head, [B, T, D]; of the three projections side by side, [B, T, 3 D], the
     * heads within each, and if there is one of the bias, which broadcasts to [B, heads, T, T].
     *
     * @param heads number of heads
     * @param pattern whom a token hears
     */
    record SelfAttention(int heads, AttentionPattern pattern) implements Composite {}
}
