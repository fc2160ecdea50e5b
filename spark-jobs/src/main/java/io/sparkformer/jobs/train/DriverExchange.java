package io.sparkformer.jobs.train;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.config.TrainingConfig;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.Wire;
import io.sparkformer.model.optimizer.ExponentialMovingAverage;
import io.sparkformer.model.optimizer.LearningRateSchedule;
import io.sparkformer.model.optimizer.OuterOptimizer;
import io.sparkformer.model.optimizer.OuterRound;
import io.sparkformer.model.optimizer.WeightedAverage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The exchange for small models, and the oracle of others: the state goes out as a broadcast, every worker's result comes
 * to the driver, and the driver averages in worker order.
 */
final class DriverExchange implements Exchange {
    private final JavaSparkContext spark;
    private final RunSpec run;
    private final String fingerprint;
    private final TrainingConfig training;
    private final OuterOptimizer outer;
    private final LearningRateSchedule rates;
    private final Broadcast<SerializableConfiguration> hadoop;

    DriverExchange(JavaSparkContext spark, RunSpec run, String fingerprint) {
        this.spark = spark;
        this.run = run;
        this.fingerprint = fingerprint;
        this.training = run.experiment().training();
        this.outer = new OuterOptimizer(Optimizers.outer(training.outer()));
        this.rates = Optimizers.rates(run);
        this.hadoop = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    }

    @Override
    public RoundOutcome run(Round round, RunState state) {
        List<WorkerOutput> outputs = train(round, state);
        long averagingSince = System.nanoTime();
        FaultPoints.reach(FaultPoint.TRAIN_BEFORE_AVERAGE, "round", round.number());
        double[] weights = outputs.stream().mapToDouble(WorkerOutput::weight).toArray();
        float[] average = WeightedAverage.of(values(outputs, WorkerOutput::parameters), weights);
        float[] velocity = state.velocity().clone();
        OuterRound rate = new OuterRound(rates.mean(round.firstStep(), round.steps()));
        float[] next = outer.step(rate, state.parameters(), average, velocity);
        RunState after = new RunState(
                round.number(),
                round.firstStep() + round.steps(),
                optimizerSteps(outputs),
                next,
                optimizerSlots(outputs, weights),
                velocity,
                movingAverage(state, next, round.steps()));
        return outcome(after, outputs, averagingSince);
    }

    private List<WorkerOutput> train(Round round, RunState state) {
        boolean own = training.optimizerState() == OptimizerStatePolicy.KEEP;
        List<WorkerInput> inputs = new ArrayList<>();
        for (int worker = 0; worker < training.workers(); worker++) {
            inputs.add(
                    own
                            ? new WorkerInput(worker, state.optimizerSteps()[worker], state.optimizerSlots()[worker])
                            : new WorkerInput(worker, state.optimizerSteps()[0], new float[0][]));
        }
        Broadcast<float[][]> shared = spark.broadcast(shared(state, own));
        try {
            RoundTask task = new RoundTask(run, fingerprint, round, hadoop, shared);
            return Wire.parallelize(spark, inputs).map(task).collect().stream()
                    .map(bytes -> finished(Wire.fromBytes(bytes, TrainedOrFailed.class)))
                    .sorted(Comparator.comparingInt(WorkerOutput::worker))
                    .toList();
        } finally {
            shared.destroy();
        }
    }

    private static float[][] shared(RunState state, boolean workersKeepTheirOwn) {
        float[][] slots = workersKeepTheirOwn ? new float[0][] : state.optimizerSlots()[0];
        float[][] arrays = new float[1 + slots.length][];
        arrays[0] = state.parameters();
        System.arraycopy(slots, 0, arrays, 1, slots.length);
        return arrays;
    }

    private static WorkerOutput finished(TrainedOrFailed end) {
        if (end.failure() != null) {
            throw new UserError(
                    "Training diverged. " + end.failure(),
                    "These keys decide the bits: begin a new run with them, with another --output");
        }
        return Objects.requireNonNull(end.output());
    }

    private float[][][] optimizerSlots(List<WorkerOutput> outputs, double[] weights) {
        return switch (training.optimizerState()) {
            case KEEP -> outputs.stream().map(WorkerOutput::optimizerSlots).toArray(float[][][]::new);
            case AVERAGE -> new float[][][] {averageSlots(outputs, weights)};
            case RESET -> new float[][][] {zeros(outputs.get(0).optimizerSlots())};
        };
    }

    /** A worker whose slice of an epoch's last step was empty has taken fewer steps; the average counts the most. */
    private long[] optimizerSteps(List<WorkerOutput> outputs) {
        long[] steps = outputs.stream().mapToLong(WorkerOutput::optimizerSteps).toArray();
        return switch (training.optimizerState()) {
            case KEEP -> steps;
            case AVERAGE -> new long[] {Arrays.stream(steps).max().orElseThrow()};
            case RESET -> new long[] {0};
        };
    }

    private static float[][] averageSlots(List<WorkerOutput> outputs, double[] weights) {
        float[][] average = new float[outputs.get(0).optimizerSlots().length][];
        for (int slot = 0; slot < average.length; slot++) {
            int index = slot;
            average[slot] = WeightedAverage.of(values(outputs, output -> output.optimizerSlots()[index]), weights);
        }
        return average;
    }

    private static float[][] zeros(float[][] like) {
        float[][] zeros = new float[like.length][];
        for (int slot = 0; slot < like.length; slot++) {
            zeros[slot] = new float[like[slot].length];
        }
        return zeros;
    }

    private float[] movingAverage(RunState state, float[] next, int steps) {
        float[] average = state.average().clone();
        if (average.length > 0) {
            ExponentialMovingAverage.update(average, next, training.emaDecay(), steps);
        }
        return average;
    }

    private static List<float[]> values(List<WorkerOutput> outputs, Function<WorkerOutput, float[]> part) {
        return outputs.stream().map(part).toList();
    }

    private static RoundOutcome outcome(RunState after, List<WorkerOutput> outputs, long averagingSince) {
        double lossSum = 0;
        double weight = 0;
        double gradientNorm = 0;
        long waiting = 0;
        TrainedSamples trained = new TrainedSamples();
        for (WorkerOutput output : outputs) {
            lossSum += output.lossSum();
            weight += output.weight();
            gradientNorm = Math.max(gradientNorm, output.gradientNorm());
            waiting = Math.max(waiting, output.nanosWaiting());
            trained.add(output.trained());
        }
        double averaging = (System.nanoTime() - averagingSince) / 1e9;
        return new RoundOutcome(after, lossSum / weight, gradientNorm, trained, waiting / 1e9, averaging);
    }
}
