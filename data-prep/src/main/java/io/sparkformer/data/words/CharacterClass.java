package io.sparkformer.data.words;

import java.util.Locale;

/** Classes of code points that the Hugging Face library tells apart; a code point may be in several. */
public enum CharacterClass {
    /** Control characters and the like, which BERT's cleaning removes. */
    BERT_REMOVED(0),
    /** What BERT's cleaning makes a space. */
    BERT_SPACE(1),
    /** CJK ideographs, around which BERT puts spaces. */
    BERT_CHINESE(2),
    /** What remains of accents after decomposition, for BERT. */
    BERT_MARK(3),
    /** What separates BERT's words. */
    BERT_WHITESPACE(4),
    /** What is a word of its own for BERT. */
    BERT_PUNCTUATION(5),
    /** What is removed with accents elsewhere. */
    MARK(6),
    /** What the cleaning of machine translation removes. */
    NMT_REMOVED(7),
    /** What the cleaning of machine translation makes a space. */
    NMT_SPACE(8),
    /** {@code \p{L}} of the regular expressions. */
    LETTER(9),
    /** {@code \p{N}} of the regular expressions. */
    NUMBER(10),
    /** {@code \s} of the regular expressions. */
    SPACE(11),
    /** What no normalization form touches: everything newer than Unicode 9.0. */
    UNDECOMPOSED(12);

    private final int bit;

    CharacterClass(int number) {
        this.bit = 1 << number;
    }

    /** The name in the table. */
    String tableName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The class in a set of classes. */
    int bit() {
        return bit;
    }
}
