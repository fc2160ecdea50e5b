package io.sparkformer.data.cleaning;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What decides which documents are left out, and how the others are changed.
 *
 * @param controls what becomes of control characters
 * @param unicode the form that texts are brought into
 * @param whiteSpace what becomes of white space
 * @param length how long documents may be
 * @param minLetters the least share of letters, of all characters but white space
 * @param repetition how much of a document may repeat itself; null where that is not asked
 * @param languages what is asked about languages
 * @param duplicates whether documents whose cleaned text and label another one has are left out
 */
public record CleaningRules(
        ControlCharacters controls,
        UnicodeForm unicode,
        WhiteSpace whiteSpace,
        LengthRules length,
        double minLetters,
        @Nullable RepetitionRules repetition,
        LanguageRules languages,
        boolean duplicates)
        implements Serializable {
    /** Rules that change nothing and leave nothing out. */
    public static final CleaningRules NONE = new CleaningRules(
            ControlCharacters.KEEP,
            UnicodeForm.NONE,
            WhiteSpace.KEEP,
            LengthRules.ANY,
            0,
            null,
            LanguageRules.NONE,
            false);

    /** The version of Unicode that decides, whatever that of Java. */
    public static final String UNICODE_VERSION = "13.0";

    /** Whether texts may become others. */
    public boolean changeTexts() {
        return controls != ControlCharacters.KEEP || unicode != UnicodeForm.NONE || whiteSpace != WhiteSpace.KEEP;
    }

    /** Whether documents can be left out, or become others. */
    public boolean clean() {
        return changeTexts() || filter() || languages.filter() || duplicates;
    }

    /** Whether anything is asked of a document's words. */
    boolean filter() {
        return !length.equals(LengthRules.ANY) || minLetters > 0 || repetition != null;
    }

    /**
     * How long documents may be; both bounds belong to the range.
     *
     * @param minCharacters of Unicode
     * @param maxCharacters the same
     * @param minWords runs of characters that are no white space
     * @param maxWords the same
     */
    public record LengthRules(long minCharacters, long maxCharacters, long minWords, long maxWords)
            implements Serializable {
        /** Any length. */
        public static final LengthRules ANY = new LengthRules(0, Long.MAX_VALUE, 0, Long.MAX_VALUE);
    }
}
