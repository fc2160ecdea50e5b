package io.sparkformer.data.cleaning;

/** What becomes of white space: the characters that Unicode's property White_Space names. */
public enum WhiteSpace {
    /** It stays. */
    KEEP,
    /** Within lines each run becomes one space; none at their ends; at most one empty line between two others. */
    LINES,
    /** Each run becomes one space; none at the ends of the text. */
    COLLAPSE
}
