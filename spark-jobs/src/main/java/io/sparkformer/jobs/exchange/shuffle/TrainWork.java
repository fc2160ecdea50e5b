package io.sparkformer.jobs.exchange.shuffle;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.Chunks;
import io.sparkformer.jobs.exchange.Floats;
import io.sparkformer.jobs.exchange.LocalWork;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StatePort;
import io.sparkformer.jobs.exchange.StateVector;
import io.sparkformer.jobs.exchange.Worker;
import io.sparkformer.jobs.exchange.WorkerReport;
import io.sparkformer.jobs.runtime.Wire;
import io.sparkformer.model.optimizer.FlatVector;
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
        }

        @Override
        public void give(List<FlatVector> vectors, double weight) {
            int given = weight > 0 ? layout.exchanged().size() : 0;
            for (int chunk = 0; chunk < chunks.count(); chunk++) {
                for (int vector = 0; vector < given; vector++) {
                    add(keys.piece(chunk, vector, worker), vectors.get(vector), chunk);
                }
                for (int moment = 0; moment < layout.keptMoments(); moment++) {
                    add(keys.kept(moment, chunk), vectors.get(1 + moment), chunk);
                }
            }
        }

        private void add(int key, FlatVector vector, int chunk) {
            byte[] bytes = floats.encode(vector, chunks.offset(chunk), chunks.elements(chunk))
                    .array();
            records.add(new Tuple2<>(key, bytes));
        }
    }
}
