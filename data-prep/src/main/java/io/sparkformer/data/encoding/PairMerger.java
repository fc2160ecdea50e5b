package io.sparkformer.data.encoding;

import java.util.Arrays;

/**
 * Merges pairs of tokens, the one with the lowest rank first and of equal ones the leftmost, until none can be merged (Sennrich et al.
 * 2016, arXiv:1508.07909). The pairs wait in a heap, so that a word of n bytes takes a time of n log n. For one thread.
 */
final class PairMerger {
    private static final int NONE = -1;
    private static final int FIRST_SIZE = 64;

    private final MergeTable table;

    /** The tokens, {@link #NONE} where one was merged into the one before it. */
    private int[] tokens = new int[FIRST_SIZE];

    private int[] before = new int[FIRST_SIZE];
    private int[] behind = new int[FIRST_SIZE];

    /** Ranks, and below them the places of the left tokens. */
    private long[] heap = new long[2 * FIRST_SIZE];

    private int waiting;

    PairMerger(MergeTable table) {
        this.table = table;
    }

    /** Appends the tokens of a word. */
    void merge(byte[] word, int length, TokenBuffer merged) {
        merged.beginWord();
        begin(word, length);
        while (waiting > 0) {
            long first = poll();
            int left = (int) first;
            int right = tokens[left] == NONE ? NONE : behind[left];
            // The pair may have become another since, which is merged now if it makes the same token, as the library
            // does it.
            int made = table.merged((int) (first >>> Integer.SIZE));
            if (right != NONE && makes(tokens[left], tokens[right], made)) {
                join(left, right, made);
            }
        }
        for (int place = 0; place != NONE; place = behind[place]) {
            merged.add(tokens[place]);
        }
    }

    private boolean makes(int left, int right, int made) {
        int rank = table.rank(left, right);
        return rank != NONE && table.merged(rank) == made;
    }

    private void begin(byte[] word, int length) {
        if (tokens.length < length) {
            tokens = new int[2 * length];
            before = new int[2 * length];
            behind = new int[2 * length];
        }
        for (int i = 0; i < length; i++) {
            tokens[i] = table.ofByte(word[i]);
            before[i] = i - 1;
            behind[i] = i + 1;
        }
        behind[length - 1] = NONE;
        waiting = 0;
        for (int i = 0; i + 1 < length; i++) {
            offer(i, i + 1);
        }
    }

    private void join(int left, int right, int made) {
        tokens[left] = made;
        tokens[right] = NONE;
        int next = behind[right];
        behind[left] = next;
        if (next != NONE) {
            before[next] = left;
            offer(left, next);
        }
        if (before[left] != NONE) {
            offer(before[left], left);
        }
    }

    private void offer(int left, int right) {
        int rank = table.rank(tokens[left], tokens[right]);
        if (rank == NONE) {
            return;
        }
        if (waiting == heap.length) {
            heap = Arrays.copyOf(heap, 2 * waiting);
        }
        long entry = (long) rank << Integer.SIZE | left;
        int place = waiting++;
        while (place > 0 && heap[(place - 1) / 2] > entry) {
            heap[place] = heap[(place - 1) / 2];
            place = (place - 1) / 2;
        }
        heap[place] = entry;
    }

    private long poll() {
        long first = heap[0];
        long last = heap[--waiting];
        int place = 0;
        for (int child = 1; child < waiting; child = 2 * place + 1) {
            if (child + 1 < waiting && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= last) {
                break;
            }
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = last;
        return first;
    }
}
