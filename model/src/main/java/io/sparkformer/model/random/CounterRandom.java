package io.sparkformer.model.random;

/**
 * A counter-based generator: a pure function of a key and a counter, without state.
 *
 * <p>Nothing has to be shipped, saved or kept in step between workers, and no draw depends on how many came before it. The
 * mixing function is the finaliser of SplitMix64 (Steele, Lea and Flood 2014), applied to a Weyl sequence of the counter:
 * for one key the counters give that generator's sequence from a start that the key decides. Not for cryptography.
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

    /** One key out of several parts, such as seed, epoch and sample; depends on their order. */
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

    /**
     * Standard normal, by Box and Muller's transform in the reproducible functions of {@link StrictMath}. Takes the bits of
     * counters 2 c and 2 c + 1: draw other kinds of numbers under another key.
     */
    public static double gaussian(long key, long counter) {
        double first = ((bits(key, 2 * counter) >>> 11) + 1) * 0x1p-53; // in (0, 1]: its logarithm is finite
        double second = (bits(key, 2 * counter + 1) >>> 11) * 0x1p-53;
        return StrictMath.sqrt(-2 * StrictMath.log(first)) * StrictMath.cos(2 * Math.PI * second);
    }

    /**
     * Standard normal given that it lies within two standard deviations, by rejection: one draw in twenty is repeated under
     * a key of its own. The result has a standard deviation of 0.8796.
     */
    public static double truncatedGaussian(long key, long counter) {
        double value = gaussian(key, counter);
        for (long retry = 0; Math.abs(value) > 2; retry++) {
            value = gaussian(key(key, counter), retry);
        }
        return value;
    }
}
