package io.sparkformer.jobs.exchange;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import io.sparkformer.jobs.runtime.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
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
                    keeps ? state.moments()[worker] : new float[0][],
                    layout.hasResiduals() ? encode(layout, worker, state.residuals()[worker]) : new byte[0][]));
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

    /** A residual as it travels. */
    private static byte[][] encode(StateLayout layout, int worker, float[] residual) {
        Chunks chunks = new Chunks(layout.length());
        byte[][] encoded = new byte[chunks.count()][];
        for (int chunk = 0; chunk < encoded.length; chunk++) {
            int offset = chunks.offset(chunk);
            int count = chunks.elements(chunk);
            encoded[chunk] = layout.stored(StateVector.residual(worker))
                    .encode(Arrays.copyOfRange(residual, offset, offset + count), count)
                    .array();
        }
        return encoded;
    }

    /** A residual as it has travelled; empty where there is none. */
    static float[] decode(StateLayout layout, int worker, byte[][] residual) {
        Chunks chunks = new Chunks(layout.length());
        float[] decoded = new float[residual.length == 0 ? 0 : layout.length()];
        for (int chunk = 0; chunk < residual.length; chunk++) {
            float[] values = new float[chunks.elements(chunk)];
            layout.stored(StateVector.residual(worker)).decode(ByteBuffer.wrap(residual[chunk]), values, values.length);
            System.arraycopy(values, 0, decoded, chunks.offset(chunk), values.length);
        }
        return decoded;
    }

    private ArrayState average(Round round, ArrayState state, List<WorkerOutput> outputs, Reports reports) {
        List<StateVector> shared = layout.shared();
        float[][] before = new float[shared.size()][];
        for (int vector = 0; vector < before.length; vector++) {
            before[vector] = state.array(shared.get(vector));
        }
        float[][] averages = new float[layout.exchanged().size()][];
        for (int vector = 0; vector < averages.length; vector++) {
            averages[vector] = average(vector, before[vector], outputs);
        }
        float[][] after = update.apply(before, averages, round);
        return new ArrayState(
                reports.position(round, layout.policy()),
                after[0],
                moments(outputs, after),
                get(after, shared.indexOf(StateVector.VELOCITY)),
                get(after, shared.indexOf(StateVector.MOVING_AVERAGE)),
                residuals(outputs));
    }

    private float[] average(int vector, float[] before, List<WorkerOutput> outputs) {
        Chunks chunks = new Chunks(layout.length());
        ChunkAverage average = new ChunkAverage(layout, Math.min(Chunks.SIZE, layout.length()));
        float[] averages = new float[layout.length()];
        for (int chunk = 0; chunk < chunks.count(); chunk++) {
            int offset = chunks.offset(chunk);
            int count = chunks.elements(chunk);
            average.begin(layout.exchanged().get(vector), count);
            for (WorkerOutput output : outputs) {
                if (output.report().weight() > 0) {
                    average.add(
                            ByteBuffer.wrap(output.pieces()[vector][chunk]),
                            output.report().weight());
                }
            }
            System.arraycopy(
                    average.mean(Arrays.copyOfRange(before, offset, offset + count)), 0, averages, offset, count);
        }
        return averages;
    }

    private static float[] get(float[][] vectors, int index) {
        return index >= 0 ? vectors[index] : new float[0];
    }

    private float[][][] moments(List<WorkerOutput> outputs, float[][] after) {
        return switch (layout.policy()) {
            case KEEP -> outputs.stream().map(WorkerOutput::moments).toArray(float[][][]::new);
            case AVERAGE -> new float[][][] {Arrays.copyOfRange(after, 1, 1 + layout.moments())};
            case RESET -> new float[1][layout.moments()][layout.length()];
        };
    }

    private float[][] residuals(List<WorkerOutput> outputs) {
        return layout.hasResiduals()
                ? outputs.stream()
                        .map(output -> decode(layout, output.report().worker(), output.residual()))
                        .toArray(float[][]::new)
                : new float[0][];
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
