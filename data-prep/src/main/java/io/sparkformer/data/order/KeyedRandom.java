package io.sparkformer.data.order;

/**
 * Random numbers that depend on nothing but a key: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
 * number generators", OOPSLA 2014), written out here because the JDK promises no particular sequence, and a sample's
 * crop and an epoch's order must be the same on every platform and for good. Not thread-safe, and cheap to make.
 */
public final class KeyedRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private long state;

    /** The numbers of a key; another key, or the same parts in another order, gives unrelated ones. */
    public KeyedRandom(long... key) {
        long hash = key.length;
        for (long part : key) {
            hash = mix(mix(hash) + part + GOLDEN_GAMMA);
        }
        this.state = hash;
    }

    /** Spreads each bit over all others; a bijection. */
    static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** The next 64 random bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** The next number from 0 (inclusive) to 1 (exclusive), a multiple of 2^-53. */
    public double nextDouble() {
        return (nextLong() >>> 11) * UNIT;
    }

    /** The next whole number from 0 (inclusive) to the bound (exclusive), each equally likely. */
    public long nextLong(long bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound " + bound + ": it must be at least 1");
        }
        // The last, incomplete group of remainders would make small numbers likelier: such draws are repeated.
        long bits;
        long result;
        do {
            bits = nextLong() >>> 1;
            result = bits % bound;
        } while (bits - result + (bound - 1) < 0);
        return result;
    }

    /** The next whole number from 0 (inclusive) to the bound (exclusive). */
    public int nextInt(int bound) {
        return (int) nextLong(bound);
    }
}
