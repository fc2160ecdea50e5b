package io.sparkformer.model.cpu;

import io.sparkformer.model.plan.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * Of each query of a tile the logarithm of what its softmax divides by, L = log sum exp(logits), negated: by it the gradient computes
 * weights, exp(logits - L), of some keys without the others. It follows from any weight that is not too small, L = logit - log(weight).
 */
final class LogSums {
    /** Of a query that hears nobody: none of its weights is left. */
    private static final float SILENT = -Float.MAX_VALUE / 2;

    private final Operand weights;
    private final Elements numbers;
    private final Elements queries;
    private final Elements keys;
    private final @Nullable Elements bias;
    private final Elements sums;
    private final float scale;
    private final int width;
    private final int firstQuery;

    /**
     * Of a tile.
     *
     * @param weights [samples, heads, queries, keys]
     * @param queries [samples, heads, queries, D/H]
     * @param keys [samples, heads, keys, D/H]
     * @param bias what broadcasts to the weights and has been added to the logits; null for nothing
     * @param sums [samples, heads, queries, 1], where they go
     * @param firstQuery where the queries begin among the keys
     */
    LogSums(
            Operand weights,
            Operand queries,
            Operand keys,
            @Nullable Operand bias,
            Operand sums,
            float scale,
            long firstQuery) {
        this.weights = weights;
        this.numbers = new Elements(weights);
        this.queries = new Elements(queries);
        this.keys = new Elements(keys);
        this.bias = bias == null ? null : new Elements(bias);
        this.sums = new Elements(sums);
        this.scale = scale;
        this.width = Math.toIntExact(keys.dimension(3));
        this.firstQuery = Math.toIntExact(firstQuery);
    }

    Kernel kernel() {
        return () -> {
            for (int sample = 0; sample < weights.dimension(0); sample++) {
                for (int head = 0; head < weights.dimension(1); head++) {
                    for (int query = 0; query < weights.dimension(2); query++) {
                        sums.put(sample, head, query, 0, negated(sample, head, query));
                    }
                }
            }
        };
    }

    private float negated(int sample, int head, int query) {
        int key = heard(sample, head, query);
        float weight = numbers.at(sample, head, query, Math.max(key, 0));
        if (key < 0) {
            return Float.isNaN(weight) ? Float.NaN : SILENT;
        }
        double logit = scale * queries.product(sample, head, query, keys, key, width);
        double given = bias == null ? 0 : bias.at(sample, head, query, key);
        return (float) (Math.log(weight) - logit - given);
    }

    /** A key of at least half the usual weight, itself or one behind it: there is one unless nobody is heard; else -1. */
    private int heard(int sample, int head, int query) {
        int count = Math.toIntExact(weights.dimension(3));
        float enough = 0.5f / count;
        for (int i = 0; i < count; i++) {
            int key = (firstQuery + query + i) % count;
            if (numbers.at(sample, head, query, key) >= enough) {
                return key;
            }
        }
        return -1;
    }
}
