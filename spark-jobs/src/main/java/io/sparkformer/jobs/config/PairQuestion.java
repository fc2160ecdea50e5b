package io.sparkformer.jobs.config;

/** What is asked about a pair of texts, beside the masked tokens. */
public enum PairQuestion {
    /** Nothing: RoBERTa. */
    NONE,
    /** Whether the second follows the first, as the prepared data say: BERT. */
    NEXT_SENTENCE,
    /** Whether they are in their order; half of them are swapped: ALBERT. */
    SENTENCE_ORDER
}
