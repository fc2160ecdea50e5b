package io.sparkformer.model.generation;

/**
 * What a text begins with.
 *
 * @param tokens one or more
 * @param key of everything random in what follows: the same key, the same numbers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Prompt(int[] tokens, long key) {
    /** Refuses a prompt of nothing. */
    public Prompt {
        if (tokens.length == 0) {
            throw new IllegalArgumentException("a prompt of no token: there is nothing that the next one could follow");
        }
    }
}
