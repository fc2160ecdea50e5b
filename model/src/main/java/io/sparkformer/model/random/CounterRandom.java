package io.sparkformer.model.random;

/**
 * A counter-based generator: a pure function of a key and a counter, without state.
 *
 * <p>Nothing has to be shipped, saved or kept in step between workers, and no draw depends on how many came before it. The
 * mixing function is the finaliser of SplitMix64 (Steele, Lea and Flood 2014), applied to a Weyl sequence of the counter.
 */
public final class CounterRandom {
    /** 2^64 divided by the golden ratio, odd: consecutive counters land far apart. */
    private static final long WEYL = 0x9E3779B97F4A7C15L;

    private CounterRandom() {}

    /** A bijection of 64 bits in which every input bit flips about half of the output bits. */
    public static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** One key out of several parts; depends on their order. */
    public static long key(long... parts) {
        long key = 0;
        for (long part : parts) {
            key = mix(mix(key + WEYL) ^ (part + WEYL));
        }
        return key;
    }

    /** 64 random bits. */
    public static long bits(long key, long counter) {
        return mix(mix(key + WEYL) + counter * WEYL);
    }

    /** Uniform in [0, 1), a multiple of 2^-24. */
    public static float uniform(long key, long counter) {
        return (bits(key, counter) >>> 40) * 0x1p-24f;
    }

    /** Standard normal, by Box and Muller's transform in the reproducible functions of {@link StrictMath}. */
    public static double gaussian(long key, long counter) {
        double first = ((bits(key, 2 * counter) >>> 11) + 1) * 0x1p-53; // in (0, 1]: its logarithm is finite
        double second = (bits(key, 2 * counter + 1) >>> 11) * 0x1p-53;
        return StrictMath.sqrt(-2 * StrictMath.log(first)) * StrictMath.cos(2 * Math.PI * second);
    }
}
