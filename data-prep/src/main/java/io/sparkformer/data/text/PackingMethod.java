package io.sparkformer.data.text;

/** How documents become records. */
public enum PackingMethod {
    /** A record of a document, or several where it is too long. */
    DOCUMENTS,
    /** The tokens of all documents one behind another, cut into full records. */
    SEGMENTS,
    /** Two runs of sentences in a record, of which the second follows the first or not. */
    PAIRS,
    /** Several whole documents side by side in a record. */
    WHOLE_DOCUMENTS
}
