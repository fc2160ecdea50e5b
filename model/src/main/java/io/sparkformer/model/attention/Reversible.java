package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Tensor;
import java.util.function.IntFunction;

/**
 * Reversible layers (Kitaev et al. 2020, section 3; Gomez et al. 2017): two streams, y1 = x1 + attention(x2) and y2 = x2 + network(y1), whose
 * inputs can be had again from their outputs: x2 = y2 - network(y1), x1 = y1 - attention(x2). So a plan keeps the last two streams only, and memory does not grow with depth. Both
 * start as the tokens, and become their mean. The same sublayers, and so the same parameters, as of layers one after the other.
 *
 * <p>Norms stand before the sublayers; behind the sums they would have no inverse.
 */
public record Reversible() implements DepthScheme {
    @Override
    public Tensor apply(Tensor x, Layers layers, IntFunction<AttentionMechanism> attention) {
        Tensor first = x;
        Tensor second = layers.scope().boundary(x);
        for (int layer = 0; layer < layers.depth(); layer++) {
            TransformerBlock.Settings settings = layers.block().of(layer, attention.apply(layer));
            Scope scope = layers.layer(layer);
            boolean isInput = layer == 0;
            first = sum(scope, first, TransformerBlock.attentionBranch(scope, second, settings), isInput);
            second = sum(scope, second, TransformerBlock.feedForwardBranch(scope, first, settings), isInput);
        }
        return Arithmetic.scale(Arithmetic.add(first, second), 0.5);
    }

    /** stream + branch, and stream from the sum; the stack's input is kept all the same. */
    private static Tensor sum(Scope scope, Tensor stream, Tensor branch, boolean isInput) {
        Tensor sum = scope.boundary(Arithmetic.add(stream, branch));
        if (!isInput) {
            scope.inverse(stream, Arithmetic.subtract(sum, branch));
        }
        return sum;
    }

    /** It fits all. */
    @Override
    public void requireFit(int depth, boolean shared) {}
}
