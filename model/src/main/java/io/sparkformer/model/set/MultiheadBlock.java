package io.sparkformer.model.set;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.LayerNorm;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.layer.LinearInitialization;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Heads;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Tensor;
import java.util.Optional;

/**
 * The multihead attention block MAB(X, Y) of the Set Transformer (Lee et al. 2019, equations 6 and 7) and what is made of it. It knows no order: there
 * are no positions. As in the paper's code what is heard is added to the projected queries, heads are scaled by the root of the whole
 * width, and the position-wise network is one linear map with a ReLU.
 *
 * @param width D of what comes out, a multiple of the heads
 * @param heads H
 * @param norm whether both sums are normalised
 */
public record MultiheadBlock(int width, int heads, boolean norm) {
    private static final double EPSILON = 1e-5;
    private static final LinearInitialization XAVIER = LinearInitialization.XAVIER_UNIFORM;

    /** Refuses widths that the heads do not divide. */
    public MultiheadBlock {
        if (width < 1 || heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(
                    "width = " + width + ", heads = " + heads + ": the width must be a multiple of the heads");
        }
    }

    /**
     * MAB(X, Y).
     *
     * @param x who hears, [B, n, Dx]
     * @param y who is heard, [B, m, Dy]
     * @param bias added to the logits, for padding, [B, 1, 1, m]
     * @return [B, n, D]
     */
    public Tensor apply(Scope scope, Tensor x, Tensor y, Optional<Tensor> bias) {
        Tensor queries = Linear.apply(scope.child("query"), x, width, XAVIER);
        Tensor keys = Heads.split(Linear.apply(scope.child("key"), y, width, XAVIER), heads); // [B, H, m, D/H]
        Tensor values = Heads.split(Linear.apply(scope.child("value"), y, width, XAVIER), heads);
        Tensor products = MatMul.apply(Heads.split(queries, heads), keys, false, true);
        Tensor scaled = Arithmetic.scale(products, 1 / Math.sqrt((double) width)); // [B, H, n, m]
        Tensor weights = bias.map(unheard -> Softmax.besideSilence(Arithmetic.add(scaled, unheard)))
                .orElseGet(() -> Softmax.softmax(scaled));
        Tensor heard = Heads.merge(MatMul.apply(weights, values)); // [B, n, D]
        Tensor sum = normalized(scope.child("norm1"), Arithmetic.add(queries, heard));
        Tensor mapped = Linear.apply(scope.child("output"), sum, width, XAVIER);
        Tensor network = Composites.activation(ActivationFunction.RELU, mapped);
        return normalized(scope.child("norm2"), Arithmetic.add(sum, network));
    }

    private Tensor normalized(Scope scope, Tensor x) {
        return norm ? LayerNorm.apply(scope, x, EPSILON) : x;
    }

    /** SAB(X) = MAB(X, X): each hears all, n^2 pairs (equation 8). */
    public Tensor among(Scope scope, Tensor x, Optional<Tensor> bias) {
        return apply(scope, x, x, bias);
    }

    /**
     * ISAB(X) = MAB(X, MAB(I, X)): learned points hear all, and all hear these, 2 n m pairs (equations 9 and 10).
     *
     * @param points m, how many there are
     */
    public Tensor induced(Scope scope, Tensor x, int points, Optional<Tensor> bias) {
        Tensor heard = apply(scope.child("points"), learned(scope, "inducing_points", x, points), x, bias);
        return apply(scope.child("members"), x, heard, Optional.empty());
    }

    /**
     * PMA(Z) = MAB(S, Z): learned seeds hear all (equation 11, of Z itself as in the paper's code).
     *
     * @param seeds k, how many vectors become of a set
     * @return [B, k, D]
     */
    public Tensor pooled(Scope scope, Tensor z, int seeds, Optional<Tensor> bias) {
        return apply(scope.child("seeds"), learned(scope, "seed_vectors", z, seeds), z, bias);
    }

    /** [B, count, D], the same for all samples. */
    private Tensor learned(Scope scope, String name, Tensor like, int count) {
        double deviation = Math.sqrt(2.0 / (count + width));
        Tensor vectors = scope.undecayed(name, Initializer.normal(deviation), 1, count, width);
        return Shaping.broadcastTo(vectors, like.dimension(0), count, width);
    }
}
