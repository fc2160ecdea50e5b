package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.Chunks;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StateOrigin;
import io.sparkformer.jobs.exchange.StateReader;
import io.sparkformer.jobs.exchange.StateVector;
import io.sparkformer.jobs.runtime.Wire;
import io.sparkformer.model.checkpoint.ParameterHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Brings one part of a state that no round has made to where it will lie. */
final class PlaceTask implements Function<Integer, byte[]> {
    private static final long serialVersionUID = 1;

    private final StateLayout layout;
    private final StateOrigin origin;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final int shared;
    private final int kept;
    private final int parts;

    PlaceTask(
            StateLayout layout,
            StateOrigin origin,
            Broadcast<SerializableConfiguration> hadoop,
            int shared,
            int kept,
            int parts) {
        this.layout = layout;
        this.origin = origin;
        this.hadoop = hadoop;
        this.shared = shared;
        this.kept = kept;
        this.parts = parts;
    }

    @Override
    public byte[] call(Integer part) throws Exception {
        SparkBlocks.refreshPeers();
        StateReader reader = origin.open(hadoop.value().value());
        try (Placing placing = new Placing(part, reader)) {
            List<byte[]> leaves = placing.shared();
            placing.kept();
            placing.storing.finish();
            return Wire.toBytes(new PartResult(part, leaves, List.of(), null));
        }
    }

    private final class Placing implements AutoCloseable {
        private final StateReader reader;
        private final Chunks chunks = new Chunks(layout.length());
        private final int first;
        private final int end;
        private final Storing storing = new Storing();

        Placing(int part, StateReader reader) {
            this.reader = reader;
            this.first = chunks.bound(part, parts);
            this.end = chunks.bound(part + 1, parts);
        }

        /** Returns the hashes of the parameters' chunks. */
        List<byte[]> shared() throws IOException {
            List<byte[]> leaves = new ArrayList<>();
            List<StateVector> vectors = layout.shared();
            for (int vector = 0; vector < vectors.size(); vector++) {
                for (int chunk = first; chunk < end; chunk++) {
                    float[] values = store(
                            vectors.get(vector),
                            chunk,
                            new BlockName(PlaceTask.this.shared, StateBlocks.sharedIndex(layout, vector, chunk)));
                    if (vector == 0) {
                        leaves.add(ParameterHash.leaf(values, 0, values.length));
                    }
                }
            }
            return leaves;
        }

        void kept() throws IOException {
            for (int worker = 0; worker < layout.workers(); worker++) {
                for (StateVector vector : layout.kept(worker)) {
                    for (int chunk = first; chunk < end; chunk++) {
                        int index = StateBlocks.keptIndex(layout, vector, chunk);
                        store(vector, chunk, new BlockName(PlaceTask.this.kept, index));
                    }
                }
            }
        }

        private float[] store(StateVector vector, int chunk, BlockName name) throws IOException {
            float[] values = new float[chunks.elements(chunk)];
            reader.read(vector, chunks.offset(chunk), values, values.length);
            storing.store(name, layout.stored(vector).encode(values, values.length));
            return values;
        }

        @Override
        public void close() {
            storing.close();
        }
    }
}
