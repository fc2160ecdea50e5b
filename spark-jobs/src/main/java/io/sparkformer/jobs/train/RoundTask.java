package io.sparkformer.jobs.train;

import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import io.sparkformer.jobs.runtime.GpuDevice;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.Wire;
import io.sparkformer.model.optimizer.OptimizerState;
import io.sparkformer.model.train.LocalResult;
import io.sparkformer.model.train.NonFiniteLossException;
import io.sparkformer.model.train.ReplicaState;
import java.io.IOException;
import java.util.Arrays;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * One worker's part of a round: the averaged state in, H local steps, its own state out. A pure function of its fields and
 * its argument, a {@link WorkerInput}, so that Spark may run it anywhere, twice, or again after a loss.
 */
final class RoundTask implements Function<byte[], byte[]> {
    private static final long serialVersionUID = 1;

    private final RunSpec run;
    private final String fingerprint;
    private final Round round;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final Broadcast<float[][]> shared;

    /**
     * Describes a round to its workers.
     *
     * @param fingerprint what executors of this run must compute
     * @param shared the averaged parameters, followed by the averaged optimizer moments where workers share them
     */
    RoundTask(
            RunSpec run,
            String fingerprint,
            Round round,
            Broadcast<SerializableConfiguration> hadoop,
            Broadcast<float[][]> shared) {
        this.run = run;
        this.fingerprint = fingerprint;
        this.round = round;
        this.hadoop = hadoop;
        this.shared = shared;
    }

    @Override
    public byte[] call(byte[] input) throws Exception {
        String place = GpuDevice.attach();
        try (var lease = WorkerRuntime.POOL.lease(run.runId(), place, this::runtime)) {
            return Wire.toBytes(train(lease.get(), Wire.fromBytes(input, WorkerInput.class)));
        }
    }

    private WorkerRuntime runtime() throws IOException {
        Fingerprints.require(fingerprint, run.experiment().fingerprint());
        return new WorkerRuntime(run, hadoop.value().value());
    }

    private TrainedOrFailed train(WorkerRuntime runtime, WorkerInput input) throws IOException {
        int worker = input.worker();
        FaultPoints.reach(FaultPoint.TRAIN_BEFORE_LOCAL_STEPS, "round", round.number(), "worker", worker);
        ImageBatches batches = runtime.batches(worker);
        try {
            LocalResult result = runtime.train(state(input), round, batches, step -> {
                long local = step - round.firstStep();
                FaultPoints.reach(
                        FaultPoint.TRAIN_WITHIN_LOCAL_STEPS, "round", round.number(), "worker", worker, "step", local);
            });
            FaultPoints.reach(FaultPoint.TRAIN_AFTER_LOCAL_STEPS, "round", round.number(), "worker", worker);
            return TrainedOrFailed.trained(output(worker, result, batches.trained()));
        } catch (NonFiniteLossException e) {
            return TrainedOrFailed.failed("In round " + round.number() + ", worker " + worker + ", shard "
                    + runtime.shard(worker, e.step(), e.microBatch()) + ": " + e.getMessage());
        }
    }

    private ReplicaState state(WorkerInput input) {
        float[][] arrays = shared.value();
        float[][] slots = input.optimizerSlots().length > 0
                ? input.optimizerSlots()
                : Arrays.copyOfRange(arrays, 1, arrays.length);
        return new ReplicaState(arrays[0], new OptimizerState(slots, input.optimizerSteps()));
    }

    private static WorkerOutput output(int worker, LocalResult result, TrainedSamples trained) {
        return new WorkerOutput(
                worker,
                result.state().parameters(),
                result.state().optimizer().steps(),
                result.state().optimizer().slots(),
                result.lossSum(),
                result.weight(),
                result.gradientNorm(),
                result.nanosWaiting(),
                trained);
    }
}
