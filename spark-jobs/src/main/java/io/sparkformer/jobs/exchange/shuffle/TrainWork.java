package io.sparkformer.jobs.exchange.shuffle;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.Chunks;
import io.sparkformer.jobs.exchange.Contribution;
import io.sparkformer.jobs.exchange.Floats;
import io.sparkformer.jobs.exchange.LocalWork;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StatePort;
import io.sparkformer.jobs.exchange.StateVector;
import io.sparkformer.jobs.exchange.Worker;
import io.sparkformer.jobs.exchange.WorkerReport;
import io.sparkformer.jobs.exchange.compress.Compression.Encoded;
import io.sparkformer.jobs.runtime.Wire;
import io.sparkformer.model.optimizer.FlatSource;
import io.sparkformer.model.optimizer.FlatVector;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import scala.Tuple2;

/**
 * A worker's part of a round: records of what it brings back, of what it keeps, and its report.
 *
 * @param work what it does in between
 * @param layout the vectors of the state
 * @param round the round
 * @param workers all of them
 */
record TrainWork(LocalWork work, StateLayout layout, Round round, List<Worker> workers) implements StateWork {
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<Tuple2<Integer, byte[]>> run(int index, StateRecords state) throws Exception {
        Port port = new Port(index, new RecordsReader(layout, state));
        WorkerReport report = work.run(round, workers.get(index), port);
        port.records.add(new Tuple2<>(Keys.REPORT, Wire.toBytes(report)));
        return port.records.iterator();
    }

    private final class Port implements StatePort {
        private final int worker;
        private final RecordsReader state;
        private final Keys keys = new Keys(layout);
        private final Chunks chunks = new Chunks(layout.length());
        private final Contribution contribution = new Contribution(layout, ByteBuffer::allocate);
        private final Floats floats = new Floats();
        private final List<Tuple2<Integer, byte[]>> records = new ArrayList<>();

        Port(int worker, RecordsReader state) {
            this.worker = worker;
            this.state = state;
        }

        /** Chunk by chunk, so that each is fetched once. */
        @Override
        public void take(List<FlatVector> vectors) {
            int owner = layout.policy() == OptimizerStatePolicy.KEEP ? worker : 0;
            float[] values = new float[Math.min(Chunks.SIZE, layout.length())];
            for (int chunk = 0; chunk < chunks.count(); chunk++) {
                for (int vector = 0; vector < vectors.size(); vector++) {
                    StateVector from = vector == 0 ? StateVector.PARAMETERS : StateVector.moment(owner, vector - 1);
                    state.read(from, chunks.offset(chunk), values, chunks.elements(chunk));
                    vectors.get(vector).write(chunks.offset(chunk), values, chunks.elements(chunk));
                }
            }
            contribution.beginWithCopies(vectors);
        }

        @Override
        public void give(List<FlatVector> vectors, double weight) {
            StateVector own = StateVector.residual(worker);
            FlatSource residual = state.vector(own);
            for (int chunk = 0; chunk < chunks.count(); chunk++) {
                if (weight > 0) {
                    send(vectors, chunk, residual);
                } else if (layout.hasResiduals()) {
                    add(
                            keys.kept(own, chunk),
                            contribution.unchanged(worker, chunk, residual).array());
                }
                if (layout.policy() == OptimizerStatePolicy.KEEP) {
                    keepMoments(vectors, chunk);
                }
            }
        }

        private void send(List<FlatVector> vectors, int chunk, FlatSource residual) {
            for (int vector = 0; vector < layout.exchanged().size(); vector++) {
                Encoded encoded = contribution.chunk(vector, chunk, vectors.get(vector), residual);
                add(keys.piece(chunk, vector, worker), encoded.piece().array());
                if (encoded.residual() != null) {
                    add(
                            keys.kept(StateVector.residual(worker), chunk),
                            encoded.residual().array());
                }
            }
        }

        private void keepMoments(List<FlatVector> vectors, int chunk) {
            for (int moment = 0; moment < layout.moments(); moment++) {
                add(
                        keys.kept(StateVector.moment(worker, moment), chunk),
                        floats.encode(vectors.get(1 + moment), chunks.offset(chunk), chunks.elements(chunk))
                                .array());
            }
        }

        private void add(int key, byte[] bytes) {
            records.add(new Tuple2<>(key, bytes));
        }
    }
}
