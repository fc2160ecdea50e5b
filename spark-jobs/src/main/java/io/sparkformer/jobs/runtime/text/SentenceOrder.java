package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.shard.TokenFlags;

/** Two consecutive texts in one record, swapped (Lan et al. 2020, section 3.1): [CLS] A [SEP] B [SEP] becomes [CLS] B [SEP] A [SEP]. */
final class SentenceOrder {
    private SentenceOrder() {}

    /**
     * A record's tokens.
     *
     * @param ids of the tokens
     * @param flags of each
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Tokens(int[] ids, byte[] flags) {}

    /** The same texts in the other order; the special tokens stay where they are. */
    static Tokens swapped(int[] ids, byte[] flags) {
        int second = firstOfSecond(flags);
        int[] first = text(flags, 0, second);
        int[] last = text(flags, second, ids.length);
        int[] order = new int[ids.length];
        int next = 0;
        for (int i = 0; i < first[0]; i++) {
            order[next++] = i;
        }
        next = append(order, next, last);
        int separators = next;
        for (int i = first[1]; i < last[0]; i++) {
            order[next++] = i;
        }
        int behind = next;
        next = append(order, next, first);
        for (int i = last[1]; i < ids.length; i++) {
            order[next++] = i;
        }
        return taken(ids, flags, order, separators, behind);
    }

    private static int append(int[] order, int next, int[] stretch) {
        int place = next;
        for (int i = stretch[0]; i < stretch[1]; i++) {
            order[place++] = i;
        }
        return place;
    }

    /** Where a token now stands decides whether it belongs to the second text. */
    private static Tokens taken(int[] ids, byte[] flags, int[] order, int separators, int behind) {
        int[] newIds = new int[ids.length];
        byte[] newFlags = new byte[ids.length];
        for (int i = 0; i < ids.length; i++) {
            newIds[i] = ids[order[i]];
            int kept = flags[order[i]] & ~TokenFlags.SECOND_SEGMENT;
            newFlags[i] =
                    (byte) (i < separators ? kept : i >= behind ? kept | TokenFlags.SECOND_SEGMENT : flags[order[i]]);
        }
        return new Tokens(newIds, newFlags);
    }

    private static int firstOfSecond(byte[] flags) {
        for (int i = 0; i < flags.length; i++) {
            if ((flags[i] & TokenFlags.SECOND_SEGMENT) != 0) {
                return i;
            }
        }
        return flags.length;
    }

    /** From the first to behind the last token of [from, to) that is no special one. */
    private static int[] text(byte[] flags, int from, int to) {
        int first = from;
        while (first < to && (flags[first] & TokenFlags.SPECIAL) != 0) {
            first++;
        }
        int last = to;
        while (last > first && (flags[last - 1] & TokenFlags.SPECIAL) != 0) {
            last--;
        }
        return new int[] {first, last};
    }
}
