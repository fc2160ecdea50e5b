package io.sparkformer.model.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lays arrays into one region so that arrays which are alive at different times share memory.
 *
 * <p>Larger arrays choose first, each the lowest place that is free for its whole life (Pisarchyk and Lee 2020, "Efficient
 * memory management for deep neural net inference", greedy by size). The same arrays always get the same places.
 */
final class Arena {
    /** A cache line of single-precision numbers: every array starts on one, as the region does. */
    private static final long UNIT = 16;

    private final List<Slot> slots = new ArrayList<>();
    private final List<Slot> fixed = new ArrayList<>();
    private long length;

    /** An array, in nodes' positions alive from its first use to its last. */
    static final class Slot {
        private final long length;
        private final int order;
        private int first;
        private int last;
        private long offset;

        private Slot(long length, int order, int first) {
            this.length = length;
            this.order = order;
            this.first = first;
            this.last = first;
        }

        /** Keeps the array alive until this position. */
        void use(int position) {
            last = Math.max(last, position);
        }

        /** Where the array lies, once everything is laid out. */
        long offset() {
            return offset;
        }

        private boolean meets(Slot other) {
            return first <= other.last && other.first <= last;
        }

        private long end() {
            return (offset + Math.max(1, length) + UNIT - 1) / UNIT * UNIT;
        }
    }

    /** Adds an array that is first written at this position. */
    Slot add(long arrayLength, int position) {
        Slot slot = new Slot(arrayLength, slots.size(), position);
        slots.add(slot);
        return slot;
    }

    /** Adds an array that must lie at {@code offset}; from its first writing on it stays alive. */
    void fix(long offset, long arrayLength, int position) {
        Slot slot = new Slot(arrayLength, fixed.size(), position);
        slot.offset = offset;
        slot.use(Integer.MAX_VALUE);
        fixed.add(slot);
    }

    /** Gives every array its place. */
    void layOut() {
        List<Slot> placed = new ArrayList<>(fixed);
        placed.sort(Comparator.comparingLong(Slot::offset));
        List<Slot> bySize = new ArrayList<>(slots);
        bySize.sort(Comparator.comparingLong((Slot slot) -> -slot.length).thenComparingInt(slot -> slot.order));
        for (Slot slot : bySize) {
            place(slot, placed);
            int index = placed.size();
            while (index > 0 && placed.get(index - 1).offset > slot.offset) {
                index--;
            }
            placed.add(index, slot);
        }
        length = placed.stream().mapToLong(Slot::end).max().orElse(0);
    }

    /** The first gap among the arrays alive at the same time, which come in the order of their places. */
    private static void place(Slot slot, List<Slot> placed) {
        for (Slot other : placed) {
            if (other.meets(slot)) {
                if (other.offset >= slot.end()) {
                    return;
                }
                slot.offset = Math.max(slot.offset, other.end());
            }
        }
    }

    /** Elements of the whole region. */
    long length() {
        return length;
    }
}
