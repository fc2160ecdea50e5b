package io.sparkformer.data.tokenizer;

/** What kind of vocabulary is learned, and with it how text is normalized and cut into words. */
public enum TokenizerType {
    /** BERT's: tokens inside a word begin with a prefix, the longest that fits goes first. */
    WORDPIECE,
    /** Byte pair encoding of characters, spaces included (Sennrich et al., 2016; SentencePiece). */
    BPE,
    /** Byte pair encoding of UTF-8's bytes, as GPT-2: no text is unknown to it. */
    BYTE_LEVEL_BPE,
    /** A unigram language model over pieces (Kudo, 2018; SentencePiece). */
    UNIGRAM
}
