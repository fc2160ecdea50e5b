package io.sparkformer.data.task;

import io.sparkformer.data.order.KeyedRandom;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Balanced brackets, and the same with two closing ones exchanged.
 *
 * @param balanced the bytes
 * @param one where the first of the two stands
 * @param other where the second stands
 */
record Brackets(byte[] balanced, int one, int other) {
    /** Most brackets that are open at a time. */
    static final int DEEPEST = 6;

    private static final byte[] OPENING = "([{<".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSING = ")]}>".getBytes(StandardCharsets.US_ASCII);
    private static final int LONG_SHARE = 4;

    /** A pair of a kind, by its places. */
    private record Pair(int kind, int open, int close) {
        int span() {
            return close - open;
        }
    }

    /** So many pairs, with an exchange among the quarter of them that are widest, each of which has another pair inside. */
    static Brackets draw(KeyedRandom random, int pairs) {
        Brackets brackets;
        do {
            brackets = attempt(random, pairs);
        } while (brackets == null);
        return brackets;
    }

    byte[] exchanged() {
        byte[] exchanged = balanced.clone();
        exchanged[one] = balanced[other];
        exchanged[other] = balanced[one];
        return exchanged;
    }

    private static @Nullable Brackets attempt(KeyedRandom random, int count) {
        List<Pair> pairs = nest(random, count);
        List<Pair> widest = pairs.stream()
                .sorted(Comparator.comparingInt(Pair::span).reversed().thenComparingInt(Pair::open))
                .limit(Math.max(2, count / LONG_SHARE))
                .filter(pair -> pair.span() > 1)
                .toList();
        Pair one = any(random, widest);
        Pair other = any(random, widest);
        return one == null || other == null || one.kind() == other.kind()
                ? null
                : new Brackets(bytes(pairs), one.close(), other.close());
    }

    private static @Nullable Pair any(KeyedRandom random, List<Pair> pairs) {
        return pairs.isEmpty() ? null : pairs.get(random.nextInt(pairs.size()));
    }

    /** Opens and closes by the toss of a coin, as far as depth and number allow. */
    private static List<Pair> nest(KeyedRandom random, int count) {
        List<Pair> pairs = new ArrayList<>();
        int[] open = new int[DEEPEST];
        int depth = 0;
        int opened = 0;
        for (int place = 0; place < 2 * count; place++) {
            boolean mayOpen = opened < count && depth < DEEPEST;
            if (depth == 0 || (mayOpen && random.nextInt(2) == 0)) {
                open[depth++] = place;
                opened++;
            } else {
                pairs.add(new Pair(random.nextInt(OPENING.length), open[--depth], place));
            }
        }
        return pairs;
    }

    private static byte[] bytes(List<Pair> pairs) {
        byte[] bytes = new byte[2 * pairs.size()];
        for (Pair pair : pairs) {
            bytes[pair.open()] = OPENING[pair.kind()];
            bytes[pair.close()] = CLOSING[pair.kind()];
        }
        return bytes;
    }
}
