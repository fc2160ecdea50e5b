package io.sparkformer.data.task;

import io.sparkformer.data.order.KeyedRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Nested lists of digits under MIN, MAX, MED and SM (Nangia and Bowman 2018), grown as in the Long Range Arena: the class is the
 * value. From depth 1 on a place below the deepest draws r from [0, 1): above 0.25 it is a digit, else an operator, each
 * equally likely, with 2 to {@code maxArguments} arguments; at the deepest it is a digit. Trees are drawn until one's length,
 * which counts operators, digits and closing brackets, is as wanted.
 *
 * <p>Long lists under MIN and MAX make 0 and 9 likelier than other values: a guess of the most frequent class is right for 17 %
 * of the arena's (10, 10, 500, 2000).
 *
 * @param maxDepth levels of the deepest tree, its digits among them
 * @param maxArguments most arguments of an operator
 * @param minLength all examples are longer
 * @param maxLength all examples are shorter
 */
public record ListOps(int maxDepth, int maxArguments, int minLength, int maxLength) implements SequenceTask {
    private static final long KEY = 1;
    private static final double OPERATORS = 0.25;
    private static final int MOST_DEPTH = 64;
    private static final int MOST_TREES = 1_000_000;

    /** Checks that there are such trees. */
    public ListOps {
        Sizes.within("listops: maxDepth", maxDepth, 2, MOST_DEPTH);
        Sizes.within("listops: maxArguments", maxArguments, 2, Integer.MAX_VALUE);
        Sizes.within("listops: maxLength", maxLength, 6, Integer.MAX_VALUE);
        Sizes.within("listops: minLength", minLength, 0, maxLength - 2);
        long longest = longestTree(maxDepth, maxArguments);
        if (longest <= minLength) {
            throw new IllegalArgumentException("listops: minLength = " + minLength + ": trees of depth " + maxDepth
                    + " with " + maxArguments + " arguments have no more than " + longest
                    + " tokens: allow deeper or wider ones");
        }
    }

    /** Up to what an array can hold. */
    private static long longestTree(int depth, int arguments) {
        long tokens = 1;
        for (int level = 1; level < depth; level++) {
            tokens = Math.min(Integer.MAX_VALUE, 2 + arguments * tokens);
        }
        return tokens;
    }

    @Override
    public String name() {
        return "listops";
    }

    @Override
    public int vocabulary() {
        return FIRST + ListExpression.SYMBOLS;
    }

    @Override
    public int classes() {
        return ListExpression.DIGITS;
    }

    @Override
    public int longest() {
        return maxLength - 1;
    }

    @Override
    public SequenceExample example(long seed, long index) {
        KeyedRandom random = new KeyedRandom(seed, index, KEY);
        for (int trees = 0; trees < MOST_TREES; trees++) {
            int[] tokens = attempt(random);
            if (tokens != null) {
                return new SequenceExample(tokens, ListExpression.evaluate(tokens));
            }
        }
        throw new IllegalStateException(this + ": none of " + MOST_TREES + " trees has such a length: widen the range "
                + "of lengths, or change the depth");
    }

    /** One tree; null if its length is not as wanted. */
    int @Nullable [] attempt(KeyedRandom random) {
        Growth growth = new Growth(random);
        growth.grow(1);
        return growth.isTooLong() || growth.size <= minLength ? null : growth.tokens();
    }

    /** A tree that grows in the order in which it is written, until it is known to be too long. */
    private final class Growth {
        private final KeyedRandom random;
        private int[] buffer = new int[Math.min(maxLength, 64)];
        private int size;
        /** Tokens that are certain to follow: closing brackets, and one for each argument. */
        private long due;

        Growth(KeyedRandom random) {
            this.random = random;
        }

        boolean isTooLong() {
            return size + due >= maxLength;
        }

        void grow(int depth) {
            if (depth == maxDepth || random.nextDouble() > OPERATORS) {
                add(random.nextInt(ListExpression.DIGITS));
                return;
            }
            add(ListExpression.DIGITS + random.nextInt(ListExpression.OPERATORS));
            int arguments = 2 + random.nextInt(maxArguments - 1);
            due += arguments + 1L;
            for (int argument = 0; argument < arguments && !isTooLong(); argument++) {
                due--;
                grow(depth + 1);
            }
            due--;
            add(ListExpression.CLOSE);
        }

        private void add(int symbol) {
            if (size == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * size);
            }
            buffer[size++] = FIRST + symbol;
        }

        int[] tokens() {
            return Arrays.copyOf(buffer, size);
        }
    }
}
