package io.sparkformer.data.tokenizer;

/**
 * All suffixes of all parts, cut after some code points, in the order of these. Sorted by a quicksort that looks at one code
 * point of each after the other (Bentley and Sedgewick, 1997); what is equal in all of them stays in no order that matters.
 */
final class SuffixOrder {
    private static final int END = -1;

    private final int[] codePoints;
    private final int[] positions;
    private final int[] partOf;
    private final TrainingParts parts;
    private final int maxLength;

    private SuffixOrder(TrainingParts parts, int maxLength) {
        this.parts = parts;
        this.codePoints = parts.codePoints();
        this.maxLength = maxLength;
        this.positions = new int[parts.length()];
        this.partOf = new int[parts.length()];
        for (int part = 0; part < parts.size(); part++) {
            for (int i = parts.start(part); i < parts.end(part); i++) {
                positions[i] = i;
                partOf[i] = part;
            }
        }
    }

    static SuffixOrder of(TrainingParts parts, int maxLength) {
        SuffixOrder order = new SuffixOrder(parts, maxLength);
        order.sort(0, order.positions.length, 0);
        return order;
    }

    int size() {
        return positions.length;
    }

    /** Where a suffix begins. */
    int position(int rank) {
        return positions[rank];
    }

    /** How long it is. */
    int length(int rank) {
        int position = positions[rank];
        return Math.min(maxLength, parts.end(partOf[position]) - position);
    }

    /** How often its part was seen. */
    long count(int rank) {
        return parts.count(partOf[positions[rank]]);
    }

    /** How many code points it begins with like the one before it. */
    int sharedWithPrevious(int rank) {
        int most = Math.min(length(rank), length(rank - 1));
        int shared = 0;
        while (shared < most && codePoints[positions[rank] + shared] == codePoints[positions[rank - 1] + shared]) {
            shared++;
        }
        return shared;
    }

    private int codePoint(int position, int depth) {
        int at = position + depth;
        return depth >= maxLength || at >= parts.end(partOf[position]) ? END : codePoints[at];
    }

    private void sort(int from, int to, int depth) {
        int low = from;
        int high = to;
        while (high - low > 1) {
            int pivot = codePoint(positions[(low + high) >>> 1], depth);
            int less = low;
            int greater = high;
            for (int i = low; i < greater; ) {
                int codePoint = codePoint(positions[i], depth);
                if (codePoint < pivot) {
                    swap(less++, i++);
                } else if (codePoint > pivot) {
                    swap(i, --greater);
                } else {
                    i++;
                }
            }
            if (pivot != END) {
                sort(less, greater, depth + 1);
            }
            // The smaller side by recursion, the larger by the loop: the stack stays small.
            if (less - low < high - greater) {
                sort(low, less, depth);
                low = greater;
            } else {
                sort(greater, high, depth);
                high = less;
            }
        }
    }

    private void swap(int left, int right) {
        int position = positions[left];
        positions[left] = positions[right];
        positions[right] = position;
    }
}
