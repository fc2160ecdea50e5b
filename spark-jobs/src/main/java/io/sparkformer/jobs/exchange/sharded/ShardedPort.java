package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.Chunks;
import io.sparkformer.jobs.exchange.Contribution;
import io.sparkformer.jobs.exchange.Floats;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StatePort;
import io.sparkformer.jobs.exchange.StateVector;
import io.sparkformer.jobs.exchange.compress.Compression.Encoded;
import io.sparkformer.model.optimizer.FlatSource;
import io.sparkformer.model.optimizer.FlatVector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.TaskContext;

/** A worker's way to the state's blocks, and its results' way to blocks of their own. */
final class ShardedPort implements StatePort {
    private final RoundPlan plan;
    private final StateLayout layout;
    private final Chunks chunks;
    private final int worker;
    private final Contribution contribution;
    private final Floats floats = new Floats();

    ShardedPort(RoundPlan plan, int worker) {
        this.plan = plan;
        this.layout = plan.averaging().layout();
        this.chunks = new Chunks(layout.length());
        this.contribution = new Contribution(layout, SparkBlocks::allocate);
        this.worker = worker;
    }

    @Override
    public void take(List<FlatVector> vectors) throws IOException {
        StateStream.Plan wanted = new StateStream.Plan(plan.before(), worker);
        int taken = layout.policy() == OptimizerStatePolicy.RESET ? 1 : vectors.size();
        for (int vector = 0; vector < taken; vector++) {
            for (int chunk = 0; chunk < chunks.count(); chunk++) {
                wanted.add(vector(vector), chunk);
            }
        }
        try (StateStream stream = wanted.open()) {
            for (FlatVector vector : vectors.subList(0, taken)) {
                for (int chunk = 0; chunk < chunks.count(); chunk++) {
                    int at = chunk;
                    stream.next(bytes -> floats.decode(bytes, vector, chunks.offset(at), chunks.elements(at)));
                }
            }
        }
        vectors.subList(taken, vectors.size()).forEach(this::clear);
        contribution.beginWithCopies(vectors);
    }

    /** The vector of the state from which a vector of the replica begins. */
    private StateVector vector(int index) {
        int owner = layout.policy() == OptimizerStatePolicy.KEEP ? worker : 0;
        return index == 0 ? StateVector.PARAMETERS : StateVector.moment(owner, index - 1);
    }

    private void clear(FlatVector vector) {
        float[] zeros = new float[Math.min(Chunks.SIZE, chunks.length())];
        for (int chunk = 0; chunk < chunks.count(); chunk++) {
            vector.write(chunks.offset(chunk), zeros, chunks.elements(chunk));
        }
    }

    @Override
    public void give(List<FlatVector> vectors, double weight) throws IOException {
        if (layout.keptVectors() > 0) {
            SparkBlocks.refreshPeers();
        }
        try (ShardedReader before = new ShardedReader(plan.before())) {
            FlatSource residual = before.vector(StateVector.residual(worker));
            if (weight > 0) {
                send(vectors, residual);
            } else if (layout.hasResiduals()) {
                keepUnsent(residual);
            }
        }
        if (layout.policy() == OptimizerStatePolicy.KEEP) {
            keepMoments(vectors.subList(1, vectors.size()));
        }
    }

    /** What has no weight is never asked for: of others, every exchanged vector. */
    private void send(List<FlatVector> vectors, FlatSource residual) throws IOException {
        Pieces pieces = Pieces.of(plan.pieces(), layout);
        for (int vector = 0; vector < pieces.vectors(); vector++) {
            for (int chunk = 0; chunk < chunks.count(); chunk++) {
                // An attempt that Spark has given up must not leave blocks that nobody removes.
                TaskContext.get().killTaskIfInterrupted();
                Encoded encoded = contribution.chunk(vector, chunk, vectors.get(vector), residual);
                SparkBlocks.put(pieces.name(worker, vector, chunk), encoded.piece());
                if (encoded.residual() != null) {
                    keep(StateVector.residual(worker), chunk, encoded.residual());
                }
            }
        }
    }

    private void keepUnsent(FlatSource residual) throws IOException {
        for (int chunk = 0; chunk < chunks.count(); chunk++) {
            keep(StateVector.residual(worker), chunk, contribution.unchanged(worker, chunk, residual));
        }
    }

    private void keepMoments(List<FlatVector> moments) throws IOException {
        for (int moment = 0; moment < moments.size(); moment++) {
            for (int chunk = 0; chunk < chunks.count(); chunk++) {
                keep(StateVector.moment(worker, moment), chunk, encode(moments.get(moment), chunk));
            }
        }
    }

    private void keep(StateVector vector, int chunk, ByteBuffer bytes) throws IOException {
        TaskContext.get().killTaskIfInterrupted();
        SparkBlocks.putTwice(new BlockName(plan.kept(), StateBlocks.keptIndex(layout, vector, chunk)), bytes);
    }

    private ByteBuffer encode(FlatVector vector, int chunk) {
        int count = chunks.elements(chunk);
        return floats.encode(vector, chunks.offset(chunk), count, SparkBlocks.allocate(Float.BYTES * count));
    }
}
