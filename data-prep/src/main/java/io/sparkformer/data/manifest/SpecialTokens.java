package io.sparkformer.data.manifest;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * The ids of a tokenizer's special tokens; -1 where it has none.
 *
 * @param pad fills records up
 * @param unknown stands for what the vocabulary cannot express
 * @param classification begins a record, and gathers what it says: [CLS] or {@code <s>}
 * @param separator ends a text and separates two: [SEP] or {@code </s>}
 * @param mask stands for a token to guess
 * @param begin begins a text
 * @param end ends a text
 */
public record SpecialTokens(int pad, int unknown, int classification, int separator, int mask, int begin, int end)
        implements Serializable {
    /** What stands for a token that the tokenizer does not have. */
    public static final int ABSENT = -1;

    /** Checks that they are ids. */
    public SpecialTokens {
        if (IntStream.of(pad, unknown, classification, separator, mask, begin, end)
                .anyMatch(id -> id < ABSENT)) {
            throw new IllegalArgumentException("special tokens begin at 0, or are -1 where there is none");
        }
    }
}
