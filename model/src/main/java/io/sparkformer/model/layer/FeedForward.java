package io.sparkformer.model.layer;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Tensor;

/** The position-wise network of a Transformer layer (Vaswani et al. 2017, section 3.3). */
public final class FeedForward {
    private FeedForward() {}

    /**
     * What the network is made of.
     *
     * @param hiddenWidth F, the width between the two projections
     * @param activation between them
     * @param inner how the weights of the first start
     * @param outer how those of the second start
     * @param innerDropout rate behind the activation, which ViT has and BERT has not
     * @param outerDropout rate behind the second projection
     */
    public record Settings(
            long hiddenWidth,
            ActivationFunction activation,
            LinearInitialization inner,
            LinearInitialization outer,
            double innerDropout,
            double outerDropout) {}

    /** fc2(activation(fc1(x))) of x [B, T, D]. */
    public static Tensor apply(Scope scope, Tensor x, Settings settings) {
        Tensor projected = Linear.apply(scope.child("fc1"), x, settings.hiddenWidth(), settings.inner());
        Tensor hidden = Composites.activation(settings.activation(), projected); // [B, T, F]
        hidden = scope.dropout("drop1", hidden, settings.innerDropout());
        Tensor output = Linear.apply(scope.child("fc2"), hidden, x.dimension(-1), settings.outer()); // [B, T, D]
        return scope.dropout("drop2", output, settings.outerDropout());
    }
}
