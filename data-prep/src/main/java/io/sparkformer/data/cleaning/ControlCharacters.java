package io.sparkformer.data.cleaning;

/** What becomes of control characters, see {@link UnicodeClasses#CONTROL}. */
public enum ControlCharacters {
    /** They stay. */
    KEEP,
    /** They are taken out. */
    REMOVE
}
