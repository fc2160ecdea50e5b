package io.sparkformer.data.order;

/**
 * A random permutation of 0 .. size-1 that needs no table: a Feistel network over the next power of four, walked until
 * it is back inside the range (Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002, section 3).
 * Immutable.
 */
final class BlockPermutation {
    private static final int ROUNDS = 8;

    private final long size;
    private final int halfBits;
    private final long halfMask;
    private final long[] roundKeys = new long[ROUNDS];

    BlockPermutation(long size, long... key) {
        this.size = size;
        int bits = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, size - 1)));
        this.halfBits = (bits + 1) / 2;
        this.halfMask = (1L << halfBits) - 1;
        KeyedRandom random = new KeyedRandom(key);
        for (int round = 0; round < ROUNDS; round++) {
            roundKeys[round] = random.nextLong();
        }
    }

    /** Where an index goes. */
    long forward(long index) {
        long value = index;
        do {
            long left = value >>> halfBits;
            long right = value & halfMask;
            for (int round = 0; round < ROUNDS; round++) {
                long mixed = left ^ roundFunction(right, round);
                left = right;
                right = mixed;
            }
            value = left << halfBits | right;
        } while (value >= size);
        return value;
    }

    /** Where an index comes from. */
    long backward(long index) {
        long value = index;
        do {
            long left = value >>> halfBits;
            long right = value & halfMask;
            for (int round = ROUNDS - 1; round >= 0; round--) {
                long mixed = right ^ roundFunction(left, round);
                right = left;
                left = mixed;
            }
            value = left << halfBits | right;
        } while (value >= size);
        return value;
    }

    private long roundFunction(long half, int round) {
        return KeyedRandom.mix(half + roundKeys[round]) & halfMask;
    }
}
