package io.sparkformer.model.operation;

/** How tokens hear each other. */
@FunctionalInterface
public interface AttentionMechanism {
    /**
     * What every token hears.
     *
     * @param qkv [B, T, 3 D]: queries, keys and values, the heads within each
     * @return [B, T, D]
     */
    Tensor apply(Tensor qkv);
}
