package io.sparkformer.benchmark.report;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often a training step does each matrix product. */
public final class MatrixProducts {
    private final Map<MatrixProduct, Integer> counts = new TreeMap<>(
            java.util.Comparator.comparingLong(MatrixProduct::flops).reversed().thenComparing(MatrixProduct::toString));

    /** Counts one more product. */
    public void add(MatrixProduct product) {
        counts.merge(product, 1, Integer::sum);
    }

    /** y = x W^T with x [rows, inputs] and W [outputs, inputs], and both gradients. */
    public void addLinear(long rows, long inputs, long outputs, boolean inputHasGradient) {
        add(new MatrixProduct(1, rows, outputs, inputs, false, true));
        add(new MatrixProduct(1, outputs, inputs, rows, true, false));
        if (inputHasGradient) {
            add(new MatrixProduct(1, rows, inputs, outputs, false, false));
        }
    }

    /** softmax(Q K^T) V over [T, d] matrices, and its gradients, without computing anything twice. */
    public void addAttention(long heads, long tokens, long headWidth) {
        MatrixProduct tokensByTokens = new MatrixProduct(heads, tokens, tokens, headWidth, false, true);
        add(tokensByTokens); // Q K^T
        add(new MatrixProduct(heads, tokens, headWidth, tokens, false, false)); // P V
        add(tokensByTokens); // dP = dO V^T
        add(new MatrixProduct(heads, tokens, headWidth, tokens, true, false)); // dV = P^T dO
        add(new MatrixProduct(heads, tokens, headWidth, tokens, false, false)); // dQ = dS K
        add(new MatrixProduct(heads, tokens, headWidth, tokens, true, false)); // dK = dS^T Q
    }

    /** Number of occurrences of each product, the largest first. */
    public Map<MatrixProduct, Integer> counts() {
        return counts;
    }

    /** Floating-point operations of all products together. */
    public long flops() {
        return counts.entrySet().stream()
                .mapToLong(entry -> entry.getKey().flops() * entry.getValue())
                .sum();
    }

    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " of " + entry.getKey())
                .collect(Collectors.joining("\n"));
    }
}
