package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.Chunks;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StateVector;
import io.sparkformer.jobs.exchange.StateVector.Kind;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a state and where they lie.
 *
 * @param layout the vectors of the state
 * @param shared of the vectors that all workers have in common: those of the first vector, then those of the next
 * @param kept of the vectors that workers keep to themselves: those of the first worker's first, then of its next; null where
 *     there are none
 */
record StateBlocks(
        StateLayout layout, BlockSet shared, @Nullable BlockSet kept) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Blocks of the shared vectors. */
    static int sharedBlocks(StateLayout layout) {
        return layout.shared().size() * new Chunks(layout.length()).count();
    }

    /** Blocks of the vectors that workers keep. */
    static int keptBlocks(StateLayout layout) {
        return layout.workers() * layout.keptVectors() * new Chunks(layout.length()).count();
    }

    /** The place of a chunk in the set of what is shared. */
    static int sharedIndex(StateLayout layout, int vector, int chunk) {
        return vector * new Chunks(layout.length()).count() + chunk;
    }

    /** The place of a chunk in the set of what is kept. */
    static int keptIndex(StateLayout layout, StateVector vector, int chunk) {
        int worker = vector.owner();
        return (worker * layout.keptVectors() + layout.kept(worker).indexOf(vector))
                        * new Chunks(layout.length()).count()
                + chunk;
    }

    /** Whether the vector is nowhere, because all its elements are zero: moments that every round begins without. */
    boolean isZero(StateVector vector) {
        return vector.kind() == Kind.MOMENT && layout.policy() == OptimizerStatePolicy.RESET;
    }

    /**
     * The set in which a vector lies.
     *
     * @throws IllegalArgumentException if the state has no such vector
     */
    BlockSet set(StateVector vector) {
        BlockSet own = kept;
        if (own != null && layout.isKept(vector)) {
            return own;
        }
        if (!layout.shared().contains(vector)) {
            throw new IllegalArgumentException("the state has no " + vector);
        }
        return shared;
    }

    /** The place of a vector's chunk in its set. */
    int index(StateVector vector, int chunk) {
        return layout.isKept(vector)
                ? keptIndex(layout, vector, chunk)
                : sharedIndex(layout, layout.shared().indexOf(vector), chunk);
    }
}
