package io.sparkformer.model.operation;

import java.util.OptionalInt;

/**
 * The values that an operation's integers may have. Native code reads wherever an index points, so that engines look first.
 *
 * @param input which of the operation's inputs holds them
 * @param end the first integer that is too large; negative ones are too small
 * @param ignored an integer that is allowed although it may lie outside
 * @param meaning what the integers stand for, and what to do about wrong ones; the end of an error
 */
public record IndexRange(int input, long end, OptionalInt ignored, String meaning) {
    /** Rows of a table, by the operation's second input. */
    static IndexRange rows(Tensor table) {
        long rows = table.dimension(0);
        return new IndexRange(
                1,
                rows,
                OptionalInt.empty(),
                "the rows of " + table.name() + "; token ids must come from a tokenizer whose vocabulary has at most "
                        + rows + " entries");
    }

    /** Classes of logits, by the operation's second input. */
    static IndexRange classes(Tensor logits, int ignored) {
        return new IndexRange(
                1,
                logits.dimension(-1),
                OptionalInt.of(ignored),
                "the classes of " + logits.name() + "; the label of what has none is " + ignored);
    }

    /** The same range for another input. */
    IndexRange at(int otherInput) {
        return new IndexRange(otherInput, end, ignored, meaning);
    }

    /** Whether an integer may be used. */
    public boolean allows(int value) {
        return (value >= 0 && value < end) || (ignored.isPresent() && value == ignored.getAsInt());
    }
}
