package io.sparkformer.jobs.exchange;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.compress.Compression.Encoded;
import io.sparkformer.jobs.runtime.Wire;
import io.sparkformer.model.optimizer.FlatSource;
import io.sparkformer.model.optimizer.FlatVector;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** One worker's part of a round whose state was broadcast and whose result goes to the driver. */
final class DriverTask implements Function<byte[], byte[]> {
    private static final long serialVersionUID = 1;

    private final LocalWork work;
    private final Round round;
    private final StateLayout layout;
    private final Broadcast<float[][]> shared;

    /**
     * Describes a round to its workers.
     *
     * @param shared the averaged parameters, followed by the averaged moments where workers share them
     */
    DriverTask(LocalWork work, Round round, StateLayout layout, Broadcast<float[][]> shared) {
        this.work = work;
        this.round = round;
        this.layout = layout;
        this.shared = shared;
    }

    /**
     * What the driver sends to one worker alone.
     *
     * @param worker the worker
     * @param moments its own; empty where workers share the broadcast ones, or begin with none
     * @param residual its own by chunk, encoded; empty where none is kept
     */
    record Input(Worker worker, float[][] moments, byte[][] residual) implements Serializable {
        private static final long serialVersionUID = 1;
    }

    @Override
    public byte[] call(byte[] bytes) throws Exception {
        Input input = Wire.fromBytes(bytes, Input.class);
        Port port = new Port(input);
        WorkerReport report = work.run(round, input.worker(), port);
        return Wire.toBytes(new WorkerOutput(report, port.pieces, port.moments, port.residual));
    }

    private final class Port implements StatePort {
        private final Input input;
        private final Contribution contribution = new Contribution(layout, ByteBuffer::allocate);
        private final Chunks chunks = new Chunks(layout.length());
        private byte[][][] pieces = new byte[0][][];
        private float[][] moments = new float[0][];
        private byte[][] residual = new byte[0][];

        Port(Input input) {
            this.input = input;
        }

        @Override
        public void take(List<FlatVector> vectors) {
            float[][] common = shared.value();
            for (int i = 0; i < vectors.size(); i++) {
                boolean own = i > 0 && layout.policy() == OptimizerStatePolicy.KEEP;
                boolean none = i > 0 && layout.policy() == OptimizerStatePolicy.RESET;
                float[] values = own ? input.moments()[i - 1] : none ? new float[layout.length()] : common[i];
                vectors.get(i).write(0, values, layout.length());
            }
            contribution.begin(Arrays.stream(common).map(FlatSource::of).toList());
        }

        @Override
        public void give(List<FlatVector> vectors, double weight) {
            residual = new byte[input.residual().length][];
            FlatSource before =
                    FlatSource.of(DriverExchange.decode(layout, input.worker().number(), input.residual()));
            if (weight > 0) {
                give(vectors, before);
            } else {
                Arrays.setAll(
                        residual,
                        chunk -> contribution
                                .unchanged(input.worker().number(), chunk, before)
                                .array());
            }
            if (layout.policy() == OptimizerStatePolicy.KEEP) {
                moments = new float[layout.moments()][layout.length()];
                for (int i = 0; i < moments.length; i++) {
                    vectors.get(1 + i).read(0, moments[i], layout.length());
                }
            }
        }

        private void give(List<FlatVector> vectors, FlatSource before) {
            pieces = new byte[layout.exchanged().size()][chunks.count()][];
            for (int vector = 0; vector < pieces.length; vector++) {
                for (int chunk = 0; chunk < chunks.count(); chunk++) {
                    Encoded encoded = contribution.chunk(vector, chunk, vectors.get(vector), before);
                    pieces[vector][chunk] = encoded.piece().array();
                    if (encoded.residual() != null) {
                        residual[chunk] = encoded.residual().array();
                    }
                }
            }
        }
    }
}
