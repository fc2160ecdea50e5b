package io.sparkformer.data.cleaning;

/** What leaves a document out, in the order in which filters are asked. The names are written to accounts and stay stable. */
public enum Filter {
    /** Nothing is left of it after cleaning. */
    EMPTY,
    /** Fewer characters than wanted. */
    TOO_FEW_CHARACTERS,
    /** More characters than wanted. */
    TOO_MANY_CHARACTERS,
    /** Fewer words than wanted. */
    TOO_FEW_WORDS,
    /** More words than wanted. */
    TOO_MANY_WORDS,
    /** Too small a share of its characters are letters. */
    FEW_LETTERS,
    /** Too large a share of its lines repeat an earlier one. */
    DUPLICATE_LINES,
    /** Too large a share of its paragraphs repeat an earlier one. */
    DUPLICATE_PARAGRAPHS,
    /** Too large a share of its characters stand in lines that repeat an earlier one. */
    DUPLICATE_LINE_CHARACTERS,
    /** Too large a share of its characters stand in paragraphs that repeat an earlier one. */
    DUPLICATE_PARAGRAPH_CHARACTERS,
    /** Its most frequent pair of words makes too large a share of it. */
    TOP_BIGRAM,
    /** The same of three words. */
    TOP_TRIGRAM,
    /** The same of four words. */
    TOP_FOUR_GRAM,
    /** Too large a share of its characters stand in runs of five words that repeat an earlier one. */
    DUPLICATE_FIVE_GRAMS,
    /** The same of six words. */
    DUPLICATE_SIX_GRAMS,
    /** The same of seven words. */
    DUPLICATE_SEVEN_GRAMS,
    /** The same of eight words. */
    DUPLICATE_EIGHT_GRAMS,
    /** The same of nine words. */
    DUPLICATE_NINE_GRAMS,
    /** The same of ten words. */
    DUPLICATE_TEN_GRAMS,
    /** It is of none of the languages wanted, or not surely enough. */
    OTHER_LANGUAGE,
    /** Another document that stays has nearly the same text. */
    NEAR_DUPLICATE,
    /** Another document has the same text and label. */
    DUPLICATE
}
