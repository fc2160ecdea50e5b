package io.sparkformer.jobs.config;

/** What is masked as a whole. */
public enum MaskedUnit {
    /** Single tokens: BERT. */
    TOKEN,
    /** All tokens of a word. */
    WORD,
    /** All tokens of a phrase of the lexicon: ERNIE. */
    PHRASE,
    /** All tokens of an entity of the lexicon: ERNIE. */
    ENTITY
}
