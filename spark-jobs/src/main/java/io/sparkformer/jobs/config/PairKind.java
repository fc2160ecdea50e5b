package io.sparkformer.jobs.config;

/** What the second part of a pair of sentences is. */
public enum PairKind {
    /** The continuation of the first, or in half of the cases of another document. */
    NEXT_SENTENCE,
    /** Always the continuation. */
    CONSECUTIVE
}
