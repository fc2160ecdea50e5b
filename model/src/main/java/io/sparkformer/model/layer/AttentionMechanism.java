package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Tensor;

/** How the tokens of a layer hear each other. */
@FunctionalInterface
public interface AttentionMechanism {
    /**
     * What every token hears.
     *
     * @param scope of the parameters that it has of its own, if any
     * @param x what was projected, [B, T, D]
     * @param qkv its queries, keys and values, the heads within each, [B, T, 3 D]; or as many projections as it has
     * @return [B, T, D]
     */
    Tensor apply(Scope scope, Tensor x, Tensor qkv);

    /** How many projections of a token it wants: queries, keys and values, or fewer if some are the same. */
    default int projections() {
        return 3;
    }
}
