package io.sparkformer.model.train;

import io.sparkformer.model.optimizer.Moments;
import java.io.IOException;

/** A replica's steps from one state on, one at a time. Beginning another training of the same replica ends this one. */
public final class LocalTraining {
    private final Replica replica;
    private final Moments moments;
    private final Totals totals = new Totals();

    LocalTraining(Replica replica, Moments moments) {
        this.replica = replica;
        this.moments = moments;
    }

    /**
     * Takes one optimizer step; none where the source has no samples for it.
     *
     * @param step optimizer step since the start of the run, from 0
     * @throws NonFiniteLossException if the loss or the gradient is not finite
     */
    public void step(long step, BatchSource source) throws IOException {
        double weight = replica.sumGradients(step, source, totals);
        if (weight > 0) {
            totals.addStep(replica.descend(moments, step, source.microBatches() - 1, weight));
        }
    }

    /** What is to be told of the steps so far; the state that they led to is in {@link Replica#vectors()}. */
    public LocalTotals totals() {
        return totals.total(moments.steps());
    }

    /** What the steps so far led to, a copy. */
    public LocalResult result() {
        return new LocalResult(new ReplicaState(replica.parameters(), moments.toState()), totals());
    }
}
