package io.sparkformer.data.text;

import java.util.Arrays;

/**
 * Tokens that follow each other.
 *
 * @param ids of the tokens
 * @param flags of each, see {@link io.sparkformer.data.shard.TokenFlags}
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look at the content
public record TokenRun(int[] ids, byte[] flags) {
    /** No tokens. */
    public static final TokenRun EMPTY = new TokenRun(new int[0], new byte[0]);

    /** Checks that both have the same length. */
    public TokenRun {
        if (ids.length != flags.length) {
            throw new IllegalArgumentException(ids.length + " tokens with " + flags.length + " flags");
        }
    }

    /** How many tokens. */
    public int length() {
        return ids.length;
    }

    /** Those from one place up to another. */
    public TokenRun slice(int from, int to) {
        return new TokenRun(Arrays.copyOfRange(ids, from, to), Arrays.copyOfRange(flags, from, to));
    }

    /** The first ones. */
    public TokenRun first(int count) {
        return count >= length() ? this : slice(0, count);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenRun that && Arrays.equals(ids, that.ids) && Arrays.equals(flags, that.flags);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ids) + Arrays.hashCode(flags);
    }

    @Override
    public String toString() {
        return "TokenRun" + Arrays.toString(ids) + Arrays.toString(flags);
    }
}
