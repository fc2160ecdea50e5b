package io.sparkformer.data.tokenizer;

import java.util.List;

/** Which special tokens are put around a text or a pair of texts. */
public enum SurroundingTokens {
    /** None. */
    NONE("", ""),
    /** {@code [CLS] A [SEP]}, {@code [CLS] A [SEP] B [SEP]} with type 1 from B on. */
    BERT("[CLS]", "[SEP]"),
    /** {@code <s> A </s>}, {@code <s> A </s> </s> B </s>} with type 0 everywhere. */
    ROBERTA("<s>", "</s>");

    private final String first;
    private final String last;

    SurroundingTokens(String first, String last) {
        this.first = first;
        this.last = last;
    }

    /** What a text begins with. */
    String first() {
        return first;
    }

    /** What a text ends with. */
    String last() {
        return last;
    }

    /** The special tokens that it needs. */
    public List<String> tokens() {
        return this == NONE ? List.of() : List.of(first, last);
    }
}
