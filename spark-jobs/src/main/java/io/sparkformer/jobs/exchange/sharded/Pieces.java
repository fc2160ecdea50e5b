package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.Chunks;
import io.sparkformer.jobs.exchange.StateLayout;
import java.io.Serializable;

/**
 * What workers bring back to be averaged, as blocks: of the first worker's first vector, then of its next.
 *
 * @param set that the blocks belong to
 * @param vectors exchanged vectors
 * @param chunks how they are cut
 */
record Pieces(int set, int vectors, Chunks chunks) implements Serializable {
    private static final long serialVersionUID = 1;

    static Pieces of(int set, StateLayout layout) {
        return new Pieces(set, layout.exchanged().size(), new Chunks(layout.length()));
    }

    BlockName name(int worker, int vector, int chunk) {
        return new BlockName(set, (worker * vectors + vector) * chunks.count() + chunk);
    }
}
