package io.sparkformer.data.task;

import io.sparkformer.data.order.KeyedRandom;

/**
 * Are the brackets of a text balanced? Stands for the texts of the Long Range Arena, which are read as bytes. One byte in eight is
 * a bracket of one of four kinds, nested up to {@value Brackets#DEEPEST} deep, among words. In class 1 all are balanced; in class
 * 0 two closing brackets of different kinds, of pairs that lie far apart, have changed places. So how often any byte occurs tells
 * nothing, nor does the course of the nesting, nor any pair with no other inside, which always fits.
 *
 * @param length bytes of the text
 */
public record BracketText(int length) implements SequenceTask {
    private static final long KEY = 4;
    private static final int BYTES_PER_PAIR = 16;
    private static final int SHORTEST = 128;
    private static final int LONGEST = 1 << 20;

    /** Checks the length. */
    public BracketText {
        Sizes.within("text: length", length, SHORTEST, LONGEST);
    }

    @Override
    public String name() {
        return "text";
    }

    @Override
    public int vocabulary() {
        return Prose.FIRST_BYTE + Prose.BYTES;
    }

    @Override
    public int classes() {
        return 2;
    }

    @Override
    public int longest() {
        return length;
    }

    @Override
    public SequenceExample example(long seed, long index) {
        KeyedRandom random = new KeyedRandom(seed, index, KEY);
        int label = random.nextInt(2);
        return example(random, label);
    }

    /** The texts of both labels differ by the exchange alone. */
    SequenceExample example(KeyedRandom random, int label) {
        Brackets brackets = Brackets.draw(random, length / BYTES_PER_PAIR);
        byte[] written = label == 1 ? brackets.balanced() : brackets.exchanged();
        byte[] prose = Prose.write(random, length);
        int left = written.length;
        // Each bracket's place is as likely as any other: of the places left, as many as there are brackets left.
        for (int place = 0; place < length && left > 0; place++) {
            if (random.nextInt(length - place) < left) {
                prose[place] = written[written.length - left];
                left--;
            }
        }
        int[] tokens = new int[length];
        Prose.toTokens(prose, tokens, 0);
        return new SequenceExample(tokens, label);
    }
}
