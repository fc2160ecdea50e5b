package io.sparkformer.model.pattern;

import io.sparkformer.model.random.CounterRandom;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Draws without repetition. */
final class Draws {
    private Draws() {}

    /**
     * Adds numbers below a bound until a set has so many of them, or all (Floyd's algorithm: one draw each).
     *
     * @param chosen what may not be drawn any more; it counts
     * @param key of the draws
     */
    static void add(BitSet chosen, int bound, int count, long key) {
        int[] free =
                IntStream.range(0, bound).filter(number -> !chosen.get(number)).toArray();
        int wanted = Math.min(free.length, count - chosen.cardinality());
        BitSet places = new BitSet(free.length);
        for (int draw = 0; draw < wanted; draw++) {
            int last = free.length - wanted + draw;
            int place = (int) Math.floorMod(CounterRandom.bits(key, draw) >>> 1, last + 1L);
            places.set(places.get(place) ? last : place);
        }
        places.stream().forEach(place -> chosen.set(free[place]));
    }
}
