package io.sparkformer.jobs.config;

/**
 * What stands in the sequences of a model.
 *
 * @param prefix tokens before all others, such as a class token
 * @param row tokens of a row of a picture; 0 where there are no rows
 */
public record TokenOrder(int prefix, int row) {
    /** Words of a text. */
    public static TokenOrder text() {
        return new TokenOrder(0, 0);
    }

    /** A class token, and the patches of a picture row by row. */
    public static TokenOrder picture(int row) {
        return new TokenOrder(1, row);
    }
}
