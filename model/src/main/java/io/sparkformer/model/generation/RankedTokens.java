package io.sparkformer.model.generation;

/**
 * Tokens in the order of their logits, the highest first, equal ones in the order of their ids. A binary heap: to rank V tokens
 * costs O(V), to take the next one O(log V), and most are never taken.
 */
final class RankedTokens {
    /** Each a logit, as an integer of the same order, above the complement of an id. */
    private final long[] heap;

    private int size;

    RankedTokens(int vocabulary) {
        this.heap = new long[vocabulary];
    }

    /** Ranks the logits from {@code from} on. */
    void rank(float[] logits, int from) {
        size = heap.length;
        for (int token = 0; token < size; token++) {
            float logit = logits[from + token];
            if (!Float.isFinite(logit)) {
                throw new IllegalArgumentException("the logit of token " + token + " is " + logit
                        + ": the model's parameters are not finite, or too large");
            }
            heap[token] = (long) ordered(logit + 0f) << Integer.SIZE | (Integer.MAX_VALUE - token);
        }
        for (int node = size / 2 - 1; node >= 0; node--) {
            sink(node);
        }
    }

    /** The logit of the token that {@link #next} takes. */
    float logit() {
        return Float.intBitsToFloat(ordered((int) (heap[0] >> Integer.SIZE)));
    }

    /** Takes the first of the tokens that are left. */
    int next() {
        long first = heap[0];
        size--;
        heap[0] = heap[size];
        sink(0);
        heap[size] = first; // behind the heap lie those that were taken, the last one in front
        return token(first);
    }

    /** The {@code place}-th of the tokens that were taken, from 0. */
    int taken(int place) {
        return token(heap[heap.length - 1 - place]);
    }

    private static int token(long entry) {
        return Integer.MAX_VALUE - (int) entry;
    }

    /** Of a float's bits an integer of the same order, and of that the bits; only the sign of zero is lost. */
    private static int ordered(float logit) {
        return ordered(Float.floatToRawIntBits(logit));
    }

    private static int ordered(int bits) {
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }

    private void sink(int start) {
        long entry = heap[start];
        int node = start;
        for (int child = 2 * node + 1; child < size; child = 2 * node + 1) {
            if (child + 1 < size && heap[child + 1] > heap[child]) {
                child++;
            }
            if (heap[child] <= entry) {
                break;
            }
            heap[node] = heap[child];
            node = child;
        }
        if (start < size) {
            heap[node] = entry;
        }
    }
}
