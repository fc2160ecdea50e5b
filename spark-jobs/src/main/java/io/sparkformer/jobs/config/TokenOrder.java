package io.sparkformer.jobs.config;

import org.jspecify.annotations.Nullable;

/**
 * What stands in the sequences of a model.
 *
 * @param prefix tokens before all others, such as a class token
 * @param row tokens of a row of a picture; 0 where there are no rows
 */
public record TokenOrder(int prefix, int row) {
    /** Tokens of a row: those that are given, or else its own. */
    int rowOr(@Nullable Integer given) {
        return given != null ? given : row; // texts have none of their own: LanguageModelSettings asks for it
    }

    /** Words of a text. */
    public static TokenOrder text() {
        return new TokenOrder(0, 0);
    }

    /** A class token, and the patches of a picture row by row. */
    public static TokenOrder picture(int row) {
        return new TokenOrder(1, row);
    }
}
