package io.sparkformer.data.task;

import io.sparkformer.data.order.KeyedRandom;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Do two texts have a code in common? Stands for the pairs of documents of the Long Range Arena. Each text has one code of
 * {@value #CODE} digits, different from each other, somewhere among words without digits; in class 1 both have the same, in class 0
 * the second has the same digits in another order. So neither text alone tells anything, and neither does how often any byte
 * occurs in both. The sequence is the first text, a separator and the second text.
 *
 * @param length bytes of each of the two texts
 */
public record Retrieval(int length) implements SequenceTask {
    /** Digits of a code. */
    static final int CODE = 6;

    /** The id between the texts. */
    static final int SEPARATOR = Prose.FIRST_BYTE + Prose.BYTES;

    private static final long KEY = 5;
    private static final int SHORTEST = 16;
    private static final int LONGEST = 1 << 20;

    /** Checks the length. */
    public Retrieval {
        Sizes.within("retrieval: length", length, SHORTEST, LONGEST);
    }

    @Override
    public String name() {
        return "retrieval";
    }

    @Override
    public int vocabulary() {
        return SEPARATOR + 1;
    }

    @Override
    public int classes() {
        return 2;
    }

    @Override
    public int longest() {
        return 2 * length + 1;
    }

    @Override
    public SequenceExample example(long seed, long index) {
        KeyedRandom random = new KeyedRandom(seed, index, KEY);
        int label = random.nextInt(2);
        return example(random, label);
    }

    /** The texts of both labels differ by the order of the second code's digits alone. */
    SequenceExample example(KeyedRandom random, int label) {
        byte[] code = shuffled(random, "0123456789".getBytes(StandardCharsets.US_ASCII), CODE);
        byte[] other;
        do {
            other = shuffled(random, code, CODE);
        } while (Arrays.equals(code, other));
        int[] tokens = new int[longest()];
        Prose.toTokens(text(random, code), tokens, 0);
        tokens[length] = SEPARATOR;
        Prose.toTokens(text(random, label == 1 ? code : other), tokens, length + 1);
        return new SequenceExample(tokens, label);
    }

    private byte[] text(KeyedRandom random, byte[] code) {
        byte[] text = Prose.write(random, length);
        System.arraycopy(code, 0, text, random.nextInt(length - CODE + 1), CODE);
        return text;
    }

    /** So many of the bytes in a random order. */
    private static byte[] shuffled(KeyedRandom random, byte[] bytes, int count) {
        byte[] shuffled = bytes.clone();
        for (int place = 0; place < count; place++) {
            int from = place + random.nextInt(shuffled.length - place);
            byte moved = shuffled[from];
            shuffled[from] = shuffled[place];
            shuffled[place] = moved;
        }
        return Arrays.copyOf(shuffled, count);
    }
}
