package io.sparkformer.jobs.exchange;

import io.sparkformer.jobs.runtime.LeasePool;
import io.sparkformer.model.optimizer.BlockedVector;
import io.sparkformer.model.optimizer.Blocks;
import io.sparkformer.model.optimizer.FlatVector;
import io.sparkformer.model.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Work that costs next to nothing on a state of any size: every element moves by a little that depends on the element, the worker
 * and the round. So what an exchange does is seen, and what it costs.
 *
 * @param run tells runs of one process apart
 * @param layout the vectors of the state
 */
public record SyntheticWork(String run, StateLayout layout) implements LocalWork {
    private static final long serialVersionUID = 1;
    private static final LeasePool<Replica> POOL = new LeasePool<>();

    /** The vectors in which a worker works, kept from round to round. */
    private record Replica(List<FlatVector> vectors) implements AutoCloseable {
        static Replica of(StateLayout layout) {
            List<FlatVector> vectors = new ArrayList<>();
            for (int vector = 0; vector <= layout.moments(); vector++) {
                vectors.add(BlockedVector.zero(layout.length()));
            }
            return new Replica(vectors);
        }

        @Override
        public void close() {}
    }

    @Override
    public WorkerReport run(Round round, Worker worker, StatePort port) throws Exception {
        try (var lease = POOL.lease(run, () -> Replica.of(layout))) {
            List<FlatVector> vectors = lease.get().vectors();
            port.take(vectors);
            long since = System.nanoTime();
            for (int vector = 0; vector < vectors.size(); vector++) {
                move(vectors.get(vector), CounterRandom.mix(31L * round.number() + 7L * worker.number() + vector));
            }
            long nanos = System.nanoTime() - since;
            double weight = weight(round, worker.number());
            port.give(vectors, weight);
            TrainedSamples trained = new TrainedSamples();
            trained.add(0, worker.number());
            return new WorkerReport(
                    worker.number(), worker.optimizerSteps() + 1, weight, weight, 1, 0, nanos, trained, null);
        }
    }

    /** Every fifth time a worker has nothing to train; whoever is alone always has something. */
    private double weight(Round round, int worker) {
        if (layout.workers() == 1) {
            return 1;
        }
        return (round.number() + worker) % 5 == 4 ? 0 : 1 + worker % 3;
    }

    private void move(FlatVector vector, long key) {
        float[] values = new float[Blocks.SIZE];
        for (int offset = 0; offset < layout.length(); offset += Blocks.SIZE) {
            int count = Math.min(Blocks.SIZE, layout.length() - offset);
            vector.read(offset, values, count);
            for (int i = 0; i < count; i++) {
                int bits = (offset + i) * 0x9E3779B1 + (int) key;
                bits ^= bits >>> 15;
                values[i] = values[i] * 0.999f + 1e-3f * ((bits & 0xffff) / 65536f - 0.5f);
            }
            vector.write(offset, values, count);
        }
    }
}
