package io.sparkformer.model.cpu;

import java.util.List;

/** A kernel that is made once and runs at every block of attention whose operands have its layouts. */
final class BlockKernel {
    private final SharedKernel kernel;
    private final List<Motion> motions;
    private final long[] offsets;

    /**
     * Makes one.
     *
     * @param kernel at the first block
     * @param motions of its arguments, in their order
     */
    BlockKernel(SharedKernel kernel, Motion... motions) {
        this(kernel, List.of(motions));
    }

    BlockKernel(SharedKernel kernel, List<Motion> motions) {
        this.kernel = kernel;
        this.motions = motions;
        this.offsets = new long[motions.size()];
    }

    /** By how many numbers an operand moves from a sample, head, key or query to the next. */
    record Motion(long sample, long head, long key, long query) {
        static final Motion NONE = new Motion(0, 0, 0, 0);

        private long to(Place place) {
            return place.sample * sample + place.head * head + place.key * key + place.query * query;
        }
    }

    /** Where a block begins. */
    record Place(long sample, long head, long key, long query) {}

    /** A matrix of the first block, and how it moves to others. */
    record Moving(Operand matrix, Motion motion) {
        Moving transposed() {
            return new Moving(matrix.transposed(), motion);
        }
    }

    void run(Place place) {
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = motions.get(i).to(place);
        }
        kernel.run(offsets);
    }
}
