package io.sparkformer.data.text;

/** What becomes of a document that has more tokens than a record. */
public enum TooLong {
    /** Its end is left out; of a pair that of the longer text first. */
    TRUNCATE,
    /** It becomes several records; of a pair the second text is divided, and the first stands in each. */
    SPLIT,
    /** It is rejected. */
    REJECT
}
