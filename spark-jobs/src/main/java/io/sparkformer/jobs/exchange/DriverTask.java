package io.sparkformer.jobs.exchange;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.runtime.Wire;
import io.sparkformer.model.optimizer.FlatVector;
import java.io.Serializable;
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
     */
    record Input(Worker worker, float[][] moments) implements Serializable {
        private static final long serialVersionUID = 1;
    }

    @Override
    public byte[] call(byte[] bytes) throws Exception {
        Input input = Wire.fromBytes(bytes, Input.class);
        Port port = new Port(input.moments());
        WorkerReport report = work.run(round, input.worker(), port);
        return Wire.toBytes(new WorkerOutput(report, port.given));
    }

    private final class Port implements StatePort {
        private final float[][] ownMoments;
        private float[][] given = new float[0][];

        Port(float[][] ownMoments) {
            this.ownMoments = ownMoments;
        }

        @Override
        public void take(List<FlatVector> vectors) {
            float[][] common = shared.value();
            for (int i = 0; i < vectors.size(); i++) {
                boolean own = i > 0 && layout.policy() == OptimizerStatePolicy.KEEP;
                boolean none = i > 0 && layout.policy() == OptimizerStatePolicy.RESET;
                float[] values = own ? ownMoments[i - 1] : none ? new float[layout.length()] : common[i];
                vectors.get(i).write(0, values, layout.length());
            }
        }

        @Override
        public void give(List<FlatVector> vectors, double weight) {
            int count = layout.policy() == OptimizerStatePolicy.RESET ? 1 : vectors.size();
            given = new float[count][layout.length()];
            for (int i = 0; i < count; i++) {
                vectors.get(i).read(0, given[i], layout.length());
            }
        }
    }
}
