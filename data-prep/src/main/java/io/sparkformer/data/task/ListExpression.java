package io.sparkformer.data.task;

import java.util.Arrays;

/**
 * Expressions of ListOps as tokens: digits, operators that open a list, and the bracket that closes it. MED is the whole part of
 * the median, SM the sum's last digit.
 */
public final class ListExpression {
    /** Symbols 0 to 9 are digits. */
    static final int DIGITS = 10;

    /** The symbols after the digits are operators. */
    static final int OPERATORS = 4;

    /** The last symbol closes a list. */
    static final int CLOSE = DIGITS + OPERATORS;

    /** How many symbols there are. */
    static final int SYMBOLS = CLOSE + 1;

    private static final String[] NAMES = {"[MIN", "[MAX", "[MED", "[SM", "]"};

    private ListExpression() {}

    /** As it is written in the paper: {@code [MAX 2 9 [MIN 4 7 ] 0 ]}. */
    public static String print(int[] tokens) {
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            int symbol = symbol(token);
            text.append(text.isEmpty() ? "" : " ");
            text.append(symbol < DIGITS ? Integer.toString(symbol) : NAMES[symbol - DIGITS]);
        }
        return text.toString();
    }

    /** The value of an expression, from 0 to 9. */
    public static int evaluate(int[] tokens) {
        // Digits stand for themselves; an operator is told from them by its symbol.
        int[] stack = new int[tokens.length];
        int height = 0;
        for (int token : tokens) {
            int symbol = symbol(token);
            if (symbol == CLOSE) {
                int open = lastOperator(stack, height);
                require(open >= 0 && open + 1 < height, tokens);
                stack[open] = apply(stack[open], Arrays.copyOfRange(stack, open + 1, height));
                height = open + 1;
            } else {
                stack[height++] = symbol;
            }
        }
        require(height == 1 && stack[0] < DIGITS, tokens);
        return stack[0];
    }

    private static int lastOperator(int[] stack, int height) {
        int place = height - 1;
        while (place >= 0 && stack[place] < DIGITS) {
            place--;
        }
        return place;
    }

    private static int apply(int operator, int[] arguments) {
        Arrays.sort(arguments);
        int last = arguments.length - 1;
        return switch (operator - DIGITS) {
            case 0 -> arguments[0];
            case 1 -> arguments[last];
            case 2 -> (arguments[last / 2] + arguments[(last + 1) / 2]) / 2;
            default -> Arrays.stream(arguments).sum() % DIGITS;
        };
    }

    private static int symbol(int token) {
        int symbol = token - SequenceTask.FIRST;
        if (symbol < 0 || symbol >= SYMBOLS) {
            throw new IllegalArgumentException("token " + token + " is none of ListOps: expressions have "
                    + SequenceTask.FIRST + " to " + (SequenceTask.FIRST + SYMBOLS - 1));
        }
        return symbol;
    }

    private static void require(boolean sound, int[] tokens) {
        if (!sound) {
            throw new IllegalArgumentException(
                    "not one expression whose lists are closed and not empty: " + print(tokens));
        }
    }
}
