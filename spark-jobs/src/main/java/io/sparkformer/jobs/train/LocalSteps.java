package io.sparkformer.jobs.train;

import io.sparkformer.jobs.exchange.LocalWork;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.exchange.StatePort;
import io.sparkformer.jobs.exchange.Worker;
import io.sparkformer.jobs.exchange.WorkerReport;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import io.sparkformer.jobs.runtime.GpuDevice;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.model.optimizer.FlatVector;
import io.sparkformer.model.train.LocalTotals;
import io.sparkformer.model.train.NonFiniteLossException;
import io.sparkformer.model.train.StepListener;
import java.io.IOException;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** H local steps of a worker on its slices of the training samples. */
final class LocalSteps implements LocalWork {
    private static final long serialVersionUID = 1;

    private final RunSpec run;
    private final String fingerprint;
    private final Broadcast<SerializableConfiguration> hadoop;

    /**
     * The work of one run.
     *
     * @param fingerprint what executors of this run must compute
     */
    LocalSteps(RunSpec run, String fingerprint, Broadcast<SerializableConfiguration> hadoop) {
        this.run = run;
        this.fingerprint = fingerprint;
        this.hadoop = hadoop;
    }

    @Override
    public WorkerReport run(Round round, Worker worker, StatePort port) throws Exception {
        String place = GpuDevice.attach();
        try (var lease = WorkerRuntime.POOL.lease(run.runId(), place, this::runtime)) {
            return train(lease.get(), round, worker, port);
        }
    }

    private WorkerRuntime runtime() throws IOException {
        Fingerprints.require(fingerprint, run.experiment().fingerprint());
        return new WorkerRuntime(run, hadoop.value().value());
    }

    private static WorkerReport train(WorkerRuntime runtime, Round round, Worker worker, StatePort port)
            throws IOException {
        List<FlatVector> vectors = runtime.replica().vectors();
        port.take(vectors);
        int number = worker.number();
        FaultPoints.reach(FaultPoint.TRAIN_BEFORE_LOCAL_STEPS, "round", round.number(), "worker", number);
        WorkerBatches batches = runtime.batches(number);
        long since = System.nanoTime();
        try {
            LocalTotals totals =
                    runtime.train(worker.optimizerSteps(), round, batches, faultPointsOfSteps(round, number));
            long nanos = System.nanoTime() - since;
            FaultPoints.reach(FaultPoint.TRAIN_AFTER_LOCAL_STEPS, "round", round.number(), "worker", number);
            port.give(vectors, totals.weight());
            return report(number, totals, nanos, batches);
        } catch (NonFiniteLossException e) {
            String shard = runtime.shard(number, e.step(), e.microBatch());
            return WorkerReport.failed(
                    number,
                    "In round " + round.number() + ", worker " + number + ", shard " + shard + ": " + e.getMessage());
        }
    }

    private static StepListener faultPointsOfSteps(Round round, int worker) {
        return step -> {
            long local = step - round.firstStep();
            FaultPoints.reach(
                    FaultPoint.TRAIN_WITHIN_LOCAL_STEPS, "round", round.number(), "worker", worker, "step", local);
        };
    }

    private static WorkerReport report(int worker, LocalTotals totals, long nanosTraining, WorkerBatches batches) {
        return new WorkerReport(
                worker,
                totals.optimizerSteps(),
                totals.lossSum(),
                totals.weight(),
                totals.gradientNorm(),
                totals.nanosWaiting(),
                nanosTraining,
                batches.trained(),
                null);
    }
}
