package io.sparkformer.data.source;

import java.util.Arrays;
import java.util.Random;

/** Damages files, at random. */
public final class Mutation {
    private Mutation() {}

    /** Some bytes changed, a piece doubled, cut out or overwritten, or the end cut off. */
    public static byte[] of(byte[] content, Random random) {
        byte[] changed = content.clone();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(changed.length);
            int length = 1 + random.nextInt(Math.min(64, changed.length - at));
            switch (random.nextInt(5)) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> Arrays.fill(changed, at, at + length, (byte) random.nextInt(256));
                case 2 -> changed = joined(changed, at + length, changed, at);
                case 3 -> changed = joined(changed, at, changed, at + length);
                default -> changed = Arrays.copyOf(changed, Math.max(1, changed.length - length));
            }
            changed = changed.length == 0 ? new byte[1] : changed;
        }
        return changed;
    }

    private static byte[] joined(byte[] first, int end, byte[] second, int from) {
        byte[] joined = Arrays.copyOf(first, end + second.length - from);
        System.arraycopy(second, from, joined, end, second.length - from);
        return joined;
    }
}
