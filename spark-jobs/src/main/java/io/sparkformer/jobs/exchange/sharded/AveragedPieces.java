package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.Chunks;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.WorkerReport;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * The pieces that lie on this executor and that nobody needs any more: their room is needed for the next state. Were their
 * average to be lost after all, they would be made again.
 *
 * <p>With speculation nothing is given up early: a second attempt may still be reading what the first has averaged.
 */
final class AveragedPieces {
    private final RoundPlan plan;
    private final StateLayout layout;
    private final Pieces names;
    private final List<Integer> workers;
    private final BitSet kept = new BitSet();

    /**
     * The pieces of workers that trained here.
     *
     * @param tokens of all workers that trained something
     */
    AveragedPieces(RoundPlan plan, List<Token> tokens) {
        this.plan = plan;
        this.layout = plan.averaging().layout();
        this.names = Pieces.of(plan.pieces(), layout);
        Holder here = SparkBlocks.here();
        this.workers = tokens.stream()
                .filter(token -> token.holder().equals(here))
                .map(token -> Objects.requireNonNull(token.report()))
                .map(WorkerReport::worker)
                .toList();
        if (!workers.isEmpty() && !SparkBlocks.speculates()) {
            kept.set(0, new Chunks(layout.length()).count());
        }
    }

    /**
     * Gives up the pieces of a chunk that was averaged here, and those of chunks whose averages have come here as second
     * copies.
     */
    void drop(int averaged) {
        if (kept.get(averaged)) {
            dropPieces(averaged);
        }
        for (int chunk = kept.nextSetBit(0); chunk >= 0; chunk = kept.nextSetBit(chunk + 1)) {
            if (hasAverage(chunk)) {
                dropPieces(chunk);
            }
        }
    }

    private void dropPieces(int chunk) {
        kept.clear(chunk);
        for (int worker : workers) {
            for (int vector = 0; vector < names.vectors(); vector++) {
                SparkBlocks.dropLocal(names.name(worker, vector, chunk));
            }
        }
    }

    private boolean hasAverage(int chunk) {
        for (int vector = layout.shared().size() - 1; vector >= 0; vector--) {
            if (!SparkBlocks.has(new BlockName(plan.shared(), StateBlocks.sharedIndex(layout, vector, chunk)))) {
                return false;
            }
        }
        return true;
    }
}
