package io.sparkformer.data.task;

import io.sparkformer.data.order.KeyedRandom;
import java.util.Arrays;

/**
 * A sequence and its class. A pair of texts is one sequence with a separator between them. The array belongs to the receiver.
 *
 * @param tokens ids from {@link SequenceTask#FIRST} on, without padding and without [CLS]
 * @param label the class, from 0
 */
public record SequenceExample(int[] tokens, int label) {
    /** 64 bits that depend on the tokens alone, for good and on every platform. */
    public long contentHash() {
        return new KeyedRandom(Arrays.stream(tokens).asLongStream().toArray()).nextLong();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SequenceExample example
                && label == example.label
                && Arrays.equals(tokens, example.tokens);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(tokens) + label;
    }
}
