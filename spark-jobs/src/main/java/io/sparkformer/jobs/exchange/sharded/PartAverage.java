package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.ChunkAverage;
import io.sparkformer.jobs.exchange.Chunks;
import io.sparkformer.jobs.exchange.Floats;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StateUpdate;
import io.sparkformer.jobs.exchange.StateVector;
import io.sparkformer.jobs.exchange.WorkerReport;
import io.sparkformer.jobs.exchange.sharded.BlockStream.Wanted;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import io.sparkformer.model.checkpoint.ParameterHash;
import io.sparkformer.model.optimizer.FlatSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The average of one part of the state, chunk by chunk: while one is added up, the pieces of the next are on their way, and the
 * one before is being stored.
 */
final class PartAverage implements AutoCloseable {
    private final RoundPlan plan;
    private final int part;
    private final int shuffle;
    private final StateLayout layout;
    private final Chunks chunks;
    private final List<Token> tokens;
    private final List<StateVector> shared;
    private final StateUpdate update;
    private final ChunkAverage average;
    private final float[][] averages;
    private final float[][] before;
    private final Pieces names;
    private final AveragedPieces averaged;
    private final BlockStream pieces;
    private final StateStream state;
    private final Storing storing = new Storing();

    /**
     * Prepares the average of one part.
     *
     * @param tokens of all workers, in their order
     * @param shuffle through which they came
     */
    PartAverage(RoundPlan plan, int part, List<Token> tokens, int shuffle) {
        this.plan = plan;
        this.part = part;
        this.shuffle = shuffle;
        this.layout = plan.averaging().layout();
        this.chunks = new Chunks(layout.length());
        this.tokens = tokens.stream().filter(token -> weight(token) > 0).toList();
        this.shared = layout.shared();
        this.update = new StateUpdate(plan.averaging());
        int most = Math.min(Chunks.SIZE, layout.length());
        this.average = new ChunkAverage(layout, most);
        this.averages = new float[layout.exchanged().size()][];
        this.before = new float[shared.size()][];
        this.names = Pieces.of(plan.pieces(), layout);
        this.averaged = new AveragedPieces(plan, this.tokens);
        this.pieces = new BlockStream(wantedPieces());
        this.state = wantedState().open();
    }

    private static double weight(Token token) {
        WorkerReport report = token.report();
        return report == null ? 0 : report.weight();
    }

    private int first() {
        return chunks.bound(part, plan.parts());
    }

    private int end() {
        return chunks.bound(part + 1, plan.parts());
    }

    private List<Wanted> wantedPieces() {
        List<Wanted> wanted = new ArrayList<>();
        for (int chunk = first(); chunk < end(); chunk++) {
            for (int vector = 0; vector < names.vectors(); vector++) {
                for (Token token : tokens) {
                    int worker = Objects.requireNonNull(token.report()).worker();
                    wanted.add(new Wanted(names.name(worker, vector, chunk), token.holder()));
                }
            }
        }
        return wanted;
    }

    private StateStream.Plan wantedState() {
        StateStream.Plan wanted = new StateStream.Plan(plan.before(), part);
        for (int chunk = first(); chunk < end(); chunk++) {
            for (StateVector vector : shared) {
                if (update.reads(vector)) {
                    wanted.add(vector, chunk);
                }
            }
        }
        return wanted;
    }

    /** Averages, and stores what comes of it; returns the hashes of the parameters' chunks. */
    List<byte[]> run() throws IOException {
        reach(FaultPoint.TRAIN_AVERAGE_PART);
        SparkBlocks.refreshPeers();
        List<byte[]> leaves = new ArrayList<>();
        for (int chunk = first(); chunk < end(); chunk++) {
            int count = chunks.elements(chunk);
            readBefore(count);
            for (int vector = 0; vector < averages.length; vector++) {
                averages[vector] = average(vector, count);
            }
            float[][] after = update.apply(before, averages, plan.round());
            leaves.add(ParameterHash.leaf(after[0], 0, count));
            for (int vector = 0; vector < after.length; vector++) {
                BlockName name = new BlockName(plan.shared(), StateBlocks.sharedIndex(layout, vector, chunk));
                storing.store(name, FlatSource.of(after[vector]), count);
            }
            averaged.drop(chunk);
        }
        storing.finish();
        reach(FaultPoint.TRAIN_AFTER_AVERAGE_PART);
        return leaves;
    }

    private void reach(FaultPoint point) {
        FaultPoints.reach(point, "round", plan.round().number(), "part", part);
    }

    private float[] average(int vector, int count) throws IOException {
        average.begin(shared.get(vector), count);
        for (Token token : tokens) {
            try {
                pieces.next(bytes -> average.add(bytes, weight(token)));
            } catch (BlockLostException e) {
                throw SparkBlocks.mapOutputLost(token.shuffleServer(), shuffle, token.task(), token.index(), part, e);
            }
        }
        return average.mean(before[vector]);
    }

    private void readBefore(int count) throws IOException {
        for (int vector = 0; vector < before.length; vector++) {
            if (update.reads(shared.get(vector))) {
                float[] values = new float[count];
                state.next(bytes -> Floats.view(bytes).get(values));
                before[vector] = values;
            }
        }
    }

    @Override
    public void close() {
        pieces.close();
        state.close();
        storing.close();
    }
}
