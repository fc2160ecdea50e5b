package io.sparkformer.model.attention;

import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;

/**
 * Attention whose weights are products of features: phi(q_i)^T sum_j phi(k_j) v_j^T / (phi(q_i)^T sum_j phi(k_j) + epsilon)
 * (Katharopoulos et al. 2020, equation 5). The sums are taken once for all queries, so that time and memory grow with T m D.
 *
 * @param causal whether sums end with the query's own token (equation 8)
 * @param epsilon keeps who hears nobody from a division by 0
 */
record FeatureAttention(boolean causal, double epsilon) {
    /**
     * What is heard.
     *
     * @param queries their features, [B, H, T, m]
     * @param keys theirs, at least 0
     * @param values [B, H, T, D/H]
     * @return [B, H, T, D/H]
     */
    Tensor apply(Tensor queries, Tensor keys, Tensor values) {
        long width = values.dimension(3);
        Tensor ones = ConstantTable.ones(values, values.dimension(0), values.dimension(1), values.dimension(2), 1);
        Tensor extended = Shaping.concatenate(3, values, ones); // of the ones the denominators become
        Tensor sums = causal
                ? CausalSums.apply(queries, keys, extended)
                : MatMul.apply(queries, MatMul.apply(keys, extended, true, false)); // [B, H, T, D/H + 1]
        return Arithmetic.divide(
                Shaping.slice(sums, 3, 0, width), Arithmetic.shift(Shaping.slice(sums, 3, width, 1), epsilon));
    }
}
