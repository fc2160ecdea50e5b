package io.sparkformer.model.tiling;

import java.util.Arrays;

/**
 * Keys parted in two: those that lie alone, a multiple of a stride from their query, and the others.
 *
 * @param step the stride
 * @param alone of each query, in their order
 * @param others runs of each query, as {@link io.sparkformer.model.pattern.KeyRuns} has them
 */
record StridedKeys(int step, int[][] alone, int[][] others) {
    static StridedKeys of(int[][] runs, int step) {
        int[][] alone = new int[runs.length][];
        int[][] others = new int[runs.length][];
        for (int query = 0; query < runs.length; query++) {
            int[] ends = runs[query];
            int[] single = new int[ends.length / 2];
            int[] rest = new int[ends.length];
            int singles = 0;
            int rests = 0;
            for (int run = 0; run < ends.length; run += 2) {
                if (ends[run + 1] - ends[run] == 1 && (ends[run] - query) % step == 0) {
                    single[singles++] = ends[run];
                } else {
                    rest[rests++] = ends[run];
                    rest[rests++] = ends[run + 1];
                }
            }
            alone[query] = Arrays.copyOf(single, singles);
            others[query] = Arrays.copyOf(rest, rests);
        }
        return new StridedKeys(step, alone, others);
    }

    /** What the queries first, first + step, ... read of their own, as runs of these places counted from 0. */
    int[][] ofClass(int first) {
        int count = (alone.length - first + step - 1) / step;
        int[][] runs = new int[count][];
        for (int query = 0; query < count; query++) {
            int[] keys = alone[first + query * step];
            int[] ends = new int[2 * keys.length];
            int used = 0;
            for (int key : keys) {
                int place = key / step;
                if (used > 0 && ends[used - 1] == place) {
                    ends[used - 1]++;
                } else {
                    ends[used++] = place;
                    ends[used++] = place + 1;
                }
            }
            runs[query] = Arrays.copyOf(ends, used);
        }
        return runs;
    }
}
