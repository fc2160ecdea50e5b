package io.sparkformer.model.language;

/**
 * What the rows of a batch look like.
 *
 * @param length T, tokens of a row
 * @param severalDocuments whether a row may hold several documents that must not hear each other
 */
public record TextShape(int length, boolean severalDocuments) {
    /** Refuses rows of nothing. */
    public TextShape {
        Sizes.atLeast("length", length, 1);
    }

    /** Rows of one document each. */
    public static TextShape of(int length) {
        return new TextShape(length, false);
    }
}
