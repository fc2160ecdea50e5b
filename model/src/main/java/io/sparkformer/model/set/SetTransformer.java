package io.sparkformer.model.set;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.layer.LinearInitialization;
import io.sparkformer.model.operation.Tensor;
import java.util.Optional;

/**
 * The Set Transformer (Lee et al. 2019, section 3.3): two blocks with inducing points, pooling by seeds, two blocks among these, and a linear
 * map. What it says of a set does not depend on an order of its members.
 *
 * @param outputs k, vectors that become of a set
 * @param outputWidth of each
 * @param points m, of the blocks over members
 * @param block width, heads and norms of all blocks
 */
public record SetTransformer(int outputs, int outputWidth, int points, MultiheadBlock block) {
    /**
     * What becomes of sets.
     *
     * @param members [B, n, any width]
     * @param bias {@link io.sparkformer.model.operation.AttentionSettings#UNHEARD} for members that are not there, [B, 1, 1, n]
     * @return [B, k, outputWidth]
     */
    public Tensor apply(Scope scope, Tensor members, Optional<Tensor> bias) {
        Tensor first = block.induced(scope.child("encoder.0"), members, points, bias);
        Tensor encoded = block.induced(scope.child("encoder.1"), first, points, bias);
        Tensor pooled = block.pooled(scope.child("pooling"), encoded, outputs, bias);
        Tensor decoded = block.among(
                scope.child("decoder.1"),
                block.among(scope.child("decoder.0"), pooled, Optional.empty()),
                Optional.empty());
        return Linear.apply(scope.child("output"), decoded, outputWidth, LinearInitialization.XAVIER_UNIFORM);
    }
}
