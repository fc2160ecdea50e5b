package io.sparkformer.jobs.train;

import io.sparkformer.jobs.config.NesterovSettings;
import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.config.SlowMomentumSettings;
import io.sparkformer.jobs.config.TrainingConfig;
import io.sparkformer.jobs.exchange.ArrayState;
import io.sparkformer.jobs.exchange.Exchange;
import io.sparkformer.jobs.exchange.ParameterSource;
import io.sparkformer.jobs.exchange.Position;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.exchange.RoundOutcome;
import io.sparkformer.jobs.exchange.RunState;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StateOrigin;
import io.sparkformer.jobs.exchange.TrainedSamples;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.model.optimizer.LearningRateSchedule;
import io.sparkformer.model.optimizer.OptimizerState;
import io.sparkformer.model.train.LocalResult;
import io.sparkformer.model.train.ReplicaState;
import io.sparkformer.model.train.StepListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;

/**
 * The naive twin of an exchange: one worker after the other in this thread, no Spark, and the averages written down as
 * they are defined, element by element.
 */
final class SequentialExchange implements Exchange {
    private final TrainingConfig training;
    private final StateLayout layout;
    private final WorkerRuntime runtime;
    private final LearningRateSchedule rates;

    SequentialExchange(RunSpec run, StateLayout layout) throws IOException {
        this.layout = layout;
        this.training = run.experiment().training();
        this.runtime = new WorkerRuntime(run, new Configuration());
        this.rates = Optimizers.rates(run);
    }

    @Override
    public RunState begin(Position position, StateOrigin origin) throws IOException {
        return ArrayState.of(position, layout, origin.open(new Configuration()));
    }

    @Override
    public <R> R share(RunState state, Function<ParameterSource, R> use) {
        return use.apply(((ArrayState) state)::parameters);
    }

    @Override
    public RoundOutcome run(Round round, RunState state) {
        ArrayState before = (ArrayState) state;
        List<LocalResult> results = new ArrayList<>();
        TrainedSamples trained = new TrainedSamples();
        for (int worker = 0; worker < training.workers(); worker++) {
            WorkerBatches batches = runtime.batches(worker);
            results.add(train(round, owner(before, worker), batches));
            trained.add(batches.trained());
        }
        return new RoundOutcome(average(round, before, results), loss(results), norm(results), trained, 0, 0);
    }

    private LocalResult train(Round round, ReplicaState start, WorkerBatches batches) {
        try {
            return runtime.replica().train(start, round.firstStep(), round.steps(), batches, StepListener.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a worker starts a round from. */
    private ReplicaState owner(ArrayState before, int worker) {
        int owner = training.optimizerState() == OptimizerStatePolicy.KEEP ? worker : 0;
        return new ReplicaState(
                before.parameters(),
                new OptimizerState(before.moments()[owner], before.position().optimizerSteps()[owner]));
    }

    private ArrayState average(Round round, ArrayState before, List<LocalResult> results) {
        List<SequentialDifference> differences = new ArrayList<>();
        for (int worker = 0; worker < results.size(); worker++) {
            differences.add(SequentialDifference.of(layout, before, results.get(worker), worker));
        }
        int length = before.parameters().length;
        float[] average = new float[length];
        float[] next = new float[length];
        float[] velocity = before.velocity().clone();
        float[] moving = before.movingAverage().clone();
        float taken = (float) (1 - StrictMath.pow(training.emaDecay(), round.steps()));
        for (int i = 0; i < length; i++) {
            int element = i;
            average[i] = layout.compression().sendsDifferences()
                    ? (float) (before.parameters()[i]
                            + sum(differences, difference -> difference.sent()[element]))
                    : mean(results, result -> result.state().parameters()[element]);
            next[i] = outer(round, before.parameters()[i], average[i], velocity, i);
            if (moving.length > 0) {
                moving[i] += taken * (next[i] - moving[i]);
            }
        }
        return new ArrayState(
                new Position(round.number(), round.firstStep() + round.steps(), steps(results)),
                next,
                slots(before, differences, results),
                velocity,
                moving,
                layout.hasResiduals()
                        ? differences.stream()
                                .map(SequentialDifference::residual)
                                .toArray(float[][]::new)
                        : new float[0][]);
    }

    /** Douillard et al. 2023 and Wang et al. 2020, algorithm 1 of each, for one element. */
    private float outer(Round round, float before, float average, float[] velocity, int i) {
        if (training.outer() instanceof NesterovSettings nesterov) {
            float momentum = (float) nesterov.momentum();
            float difference = before - average;
            velocity[i] = momentum * velocity[i] + difference;
            return before - (float) nesterov.learningRate() * (difference + momentum * velocity[i]);
        }
        if (training.outer() instanceof SlowMomentumSettings slow) {
            float gamma = (float) rate(round);
            velocity[i] = (float) slow.slowMomentum() * velocity[i] + (before - average) / gamma;
            return before - (float) slow.slowLearningRate() * gamma * velocity[i];
        }
        return average;
    }

    /** Mean learning rate of the round's steps. */
    private double rate(Round round) {
        double sum = 0;
        for (int step = 0; step < round.steps(); step++) {
            sum += rates.at(round.firstStep() + step);
        }
        return sum / round.steps();
    }

    private long[] steps(List<LocalResult> results) {
        long[] steps = results.stream()
                .mapToLong(result -> result.state().optimizer().steps())
                .toArray();
        long most = java.util.Arrays.stream(steps).max().orElseThrow();
        return switch (training.optimizerState()) {
            case KEEP -> steps;
            case AVERAGE -> new long[] {most};
            case RESET -> new long[] {0};
        };
    }

    /** The weighted mean of differences, not yet rounded. */
    private static double sum(List<SequentialDifference> differences, ToDoubleFunction<SequentialDifference> element) {
        double sum = 0;
        double weight = 0;
        for (SequentialDifference difference : differences) {
            if (difference.weight() > 0) {
                sum += difference.weight() * element.applyAsDouble(difference);
                weight += difference.weight();
            }
        }
        return sum / weight;
    }

    private float[][][] slots(ArrayState before, List<SequentialDifference> differences, List<LocalResult> results) {
        float[][] like = results.get(0).state().optimizer().slots();
        return switch (training.optimizerState()) {
            case KEEP ->
                results.stream()
                        .map(result -> result.state().optimizer().slots())
                        .toArray(float[][][]::new);
            case AVERAGE ->
                new float[][][] {
                    layout.compression().sendsDifferences()
                            ? averageSlots(before.moments()[0], differences)
                            : averageSlots(results, like)
                };
            case RESET ->
                new float[][][] {new float[like.length][results.get(0).state().parameters().length]};
        };
    }

    private static float[][] averageSlots(float[][] before, List<SequentialDifference> differences) {
        float[][] slots = new float[before.length][before[0].length];
        for (int s = 0; s < slots.length; s++) {
            for (int i = 0; i < slots[s].length; i++) {
                int slot = s;
                int element = i;
                slots[s][i] = (float) (before[s][i] + sum(differences, sent -> sent.sentMoments()[slot][element]));
            }
        }
        return slots;
    }

    private static float[][] averageSlots(List<LocalResult> results, float[][] like) {
        float[][] slots = new float[like.length][];
        for (int s = 0; s < like.length; s++) {
            slots[s] = new float[like[s].length];
            for (int i = 0; i < slots[s].length; i++) {
                int slot = s;
                int element = i;
                slots[s][i] = mean(results, result -> result.state().optimizer().slots()[slot][element]);
            }
        }
        return slots;
    }

    /** One element of one worker's result. */
    @FunctionalInterface
    private interface Element {
        float of(LocalResult result);
    }

    /** Weighted by samples, summed in worker order in double, rounded once. */
    private static float mean(List<LocalResult> results, Element element) {
        double sum = 0;
        double weight = 0;
        for (LocalResult result : results) {
            if (result.totals().weight() > 0) {
                sum += result.totals().weight() * element.of(result);
                weight += result.totals().weight();
            }
        }
        return (float) (sum / weight);
    }

    private static double loss(List<LocalResult> results) {
        double sum = 0;
        double weight = 0;
        for (LocalResult result : results) {
            sum += result.totals().lossSum();
            weight += result.totals().weight();
        }
        return sum / weight;
    }

    private static double norm(List<LocalResult> results) {
        return results.stream()
                .mapToDouble(result -> result.totals().gradientNorm())
                .max()
                .orElseThrow();
    }
}
