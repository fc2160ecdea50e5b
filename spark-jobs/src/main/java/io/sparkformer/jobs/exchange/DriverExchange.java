package io.sparkformer.jobs.exchange;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import io.sparkformer.jobs.runtime.Wire;
import io.sparkformer.model.optimizer.WeightedAverage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The exchange for small models, and the oracle of others: the state goes out as a broadcast, every worker's result comes
 * to the driver, and the driver averages in worker order.
 */
public final class DriverExchange implements Exchange {
    private final JavaSparkContext spark;
    private final LocalWork work;
    private final StateLayout layout;
    private final StateUpdate update;

    /** An exchange for one run. */
    public DriverExchange(JavaSparkContext spark, LocalWork work, Averaging averaging) {
        this.spark = spark;
        this.work = work;
        this.layout = averaging.layout();
        this.update = new StateUpdate(averaging);
    }

    @Override
    public RunState begin(Position position, StateOrigin origin) throws IOException {
        return ArrayState.of(position, layout, origin.open(spark.hadoopConfiguration()));
    }

    @Override
    public RoundOutcome run(Round round, RunState before) {
        ArrayState state = (ArrayState) before;
        long since = System.nanoTime();
        List<WorkerOutput> outputs = train(round, state);
        FaultPoints.reach(FaultPoint.TRAIN_BEFORE_AVERAGE, "round", round.number());
        Reports reports = Reports.of(outputs.stream().map(WorkerOutput::report).toList());
        RunState after = average(round, state, outputs, reports);
        return reports.outcome(after, (System.nanoTime() - since) / 1e9, Slots.of(spark));
    }

    private List<WorkerOutput> train(Round round, ArrayState state) {
        List<DriverTask.Input> inputs = new ArrayList<>();
        for (int worker = 0; worker < layout.workers(); worker++) {
            boolean keeps = layout.policy() == OptimizerStatePolicy.KEEP;
            inputs.add(new DriverTask.Input(
                    new Worker(worker, state.position().optimizerSteps(worker)),
                    keeps ? state.moments()[worker] : new float[0][]));
        }
        Broadcast<float[][]> shared = spark.broadcast(shared(state));
        try {
            return Wire.parallelize(spark, inputs)
                    .map(new DriverTask(work, round, layout, shared))
                    .setName(TaskDeadline.TRAINING)
                    .collect()
                    .stream()
                    .map(bytes -> Wire.fromBytes(bytes, WorkerOutput.class))
                    .sorted(Comparator.comparingInt(output -> output.report().worker()))
                    .toList();
        } finally {
            shared.destroy();
        }
    }

    private float[][] shared(ArrayState state) {
        List<float[]> arrays = new ArrayList<>(List.of(state.parameters()));
        if (layout.policy() == OptimizerStatePolicy.AVERAGE) {
            arrays.addAll(Arrays.asList(state.moments()[0]));
        }
        return arrays.toArray(float[][]::new);
    }

    private ArrayState average(Round round, ArrayState state, List<WorkerOutput> outputs, Reports reports) {
        List<StateVector> exchanged = layout.exchanged();
        List<StateVector> shared = layout.shared();
        float[][] averages = new float[exchanged.size()][];
        for (int vector = 0; vector < averages.length; vector++) {
            int index = vector;
            List<float[]> values =
                    outputs.stream().map(output -> output.vectors()[index]).toList();
            averages[vector] = WeightedAverage.of(values, reports.weights());
        }
        float[][] before = new float[shared.size()][];
        before[0] = state.parameters();
        set(before, shared.indexOf(StateVector.VELOCITY), state.velocity());
        set(before, shared.indexOf(StateVector.MOVING_AVERAGE), state.movingAverage());
        float[][] after = update.apply(before, averages, round);
        return new ArrayState(
                reports.position(round, layout.policy()),
                after[0],
                moments(outputs, after),
                get(after, shared.indexOf(StateVector.VELOCITY)),
                get(after, shared.indexOf(StateVector.MOVING_AVERAGE)));
    }

    private static void set(float[][] vectors, int index, float[] values) {
        if (index >= 0) {
            vectors[index] = values;
        }
    }

    private static float[] get(float[][] vectors, int index) {
        return index >= 0 ? vectors[index] : new float[0];
    }

    private float[][][] moments(List<WorkerOutput> outputs, float[][] after) {
        return switch (layout.policy()) {
            case KEEP ->
                outputs.stream()
                        .map(output -> Arrays.copyOfRange(output.vectors(), 1, 1 + layout.moments()))
                        .toArray(float[][][]::new);
            case AVERAGE -> new float[][][] {Arrays.copyOfRange(after, 1, 1 + layout.moments())};
            case RESET -> new float[1][layout.moments()][layout.length()];
        };
    }

    @Override
    public <R> R share(RunState state, Function<ParameterSource, R> use) {
        Broadcast<float[]> parameters = spark.broadcast(((ArrayState) state).parameters());
        try {
            return use.apply(new BroadcastParameters(parameters));
        } finally {
            parameters.destroy();
        }
    }
}
