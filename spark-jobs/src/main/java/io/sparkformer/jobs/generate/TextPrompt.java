package io.sparkformer.jobs.generate;

import io.sparkformer.model.generation.Prompt;
import io.sparkformer.model.random.CounterRandom;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/**
 * A text to continue.
 *
 * @param source where it came from, which nothing else has
 * @param text as it was read
 * @param tokens of it, behind the special ones that texts begin with
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TextPrompt(String source, String text, int[] tokens) implements Serializable {
    private static final long serialVersionUID = 1;

    /** For a model. What is drawn depends on the seed and on the source. */
    Prompt prompt(long seed) {
        long key = CounterRandom.key(seed);
        for (byte letter : source.getBytes(StandardCharsets.UTF_8)) {
            key = CounterRandom.key(key, letter);
        }
        return new Prompt(tokens, key);
    }
}
