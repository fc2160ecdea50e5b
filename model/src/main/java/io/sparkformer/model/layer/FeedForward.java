package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Tensor;

/** The position-wise network of a Transformer layer (Vaswani et al. 2017, section 3.3) with GELU. */
public final class FeedForward {
    private FeedForward() {}

    /**
     * fc2(GELU(fc1(x))).
     *
     * @param x [B, T, D]
     * @param hiddenWidth width between the two projections
     */
    public static Tensor apply(Scope scope, Tensor x, long hiddenWidth, double dropout) {
        Tensor hidden = Composites.gelu(Linear.apply(scope.child("fc1"), x, hiddenWidth)); // [B, T, F]
        hidden = scope.dropout("drop1", hidden, dropout);
        Tensor output = Linear.apply(scope.child("fc2"), hidden, x.dimension(-1)); // [B, T, D]
        return scope.dropout("drop2", output, dropout);
    }
}
