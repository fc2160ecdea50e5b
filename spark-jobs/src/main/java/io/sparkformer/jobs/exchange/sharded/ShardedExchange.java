package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.Averaging;
import io.sparkformer.jobs.exchange.Chunks;
import io.sparkformer.jobs.exchange.Exchange;
import io.sparkformer.jobs.exchange.LocalWork;
import io.sparkformer.jobs.exchange.ParameterSource;
import io.sparkformer.jobs.exchange.Position;
import io.sparkformer.jobs.exchange.Reports;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.exchange.RoundOutcome;
import io.sparkformer.jobs.exchange.RunState;
import io.sparkformer.jobs.exchange.Slots;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StateLostException;
import io.sparkformer.jobs.exchange.StateOrigin;
import io.sparkformer.jobs.exchange.TaskDeadline;
import io.sparkformer.jobs.exchange.Worker;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import io.sparkformer.jobs.runtime.Wire;
import io.sparkformer.model.checkpoint.ParameterHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The exchange for large models. A round is one Spark job of two stages: W tasks train and keep their results as blocks where
 * they are; then each of a few tasks fetches its part of all results, averages it and stores it on two executors. The next
 * round's workers read it from there. The driver sees tokens, hashes and reports.
 *
 * <p>A round's job depends on nothing but the blocks of the state before it: lineage does not grow.
 */
public final class ShardedExchange implements Exchange {
    private final JavaSparkContext spark;
    private final LocalWork work;
    private final Averaging averaging;
    private final StateLayout layout;
    private final Chunks chunks;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final SecondCopies copies;
    private final LeftOvers leftOvers = new LeftOvers();

    /** An exchange for one run. */
    public ShardedExchange(JavaSparkContext spark, LocalWork work, Averaging averaging) {
        this.spark = spark;
        this.work = work;
        this.averaging = averaging;
        this.layout = averaging.layout();
        this.chunks = new Chunks(layout.length());
        this.hadoop = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        this.copies = new SecondCopies(spark);
    }

    @Override
    public RunState begin(Position position, StateOrigin origin) {
        int shared = SparkBlocks.newSet(spark);
        int kept = SparkBlocks.newSet(spark);
        int parts = parts();
        PlaceTask place = new PlaceTask(layout, origin, hadoop, shared, kept, parts);
        List<Integer> numbers = IntStream.range(0, parts).boxed().toList();
        List<PartResult> results =
                results(spark.parallelize(numbers, parts).map(place).collect());
        return state(position, shared, kept, results);
    }

    /** Into as many parts as there are tasks at a time, each at least a chunk. */
    private int parts() {
        return Math.max(1, Math.min(chunks.count(), Slots.of(spark)));
    }

    @Override
    public RoundOutcome run(Round round, RunState before) {
        ShardedState state = (ShardedState) before;
        long since = System.nanoTime();
        RoundPlan plan = new RoundPlan(
                work,
                averaging,
                round,
                state.blocks(),
                SparkBlocks.newSet(spark),
                SparkBlocks.newSet(spark),
                SparkBlocks.newSet(spark),
                parts());
        try {
            List<PartResult> results = results(train(plan, state.position()));
            FaultPoints.reach(FaultPoint.TRAIN_BEFORE_AVERAGE, "round", round.number());
            Reports reports = Reports.of(results.get(0).reports());
            RunState after = state(reports.position(round, layout.policy()), plan.shared(), plan.kept(), results);
            return reports.outcome(after, (System.nanoTime() - since) / 1e9, Slots.of(spark));
        } finally {
            leftOvers.remove(plan.pieces());
        }
    }

    private List<byte[]> train(RoundPlan plan, Position position) {
        List<Worker> workers = IntStream.range(0, layout.workers())
                .mapToObj(worker -> new Worker(worker, position.optimizerSteps(worker)))
                .toList();
        JavaPairRDD<Integer, byte[]> tokens = Wire.parallelize(spark, workers)
                .flatMapToPair(new TrainTask(plan))
                .setName(TaskDeadline.TRAINING)
                .partitionBy(new PartPartitioner(plan.parts()));
        int shuffle = ((ShuffleDependency<?, ?, ?>) tokens.rdd().dependencies().head()).shuffleId();
        try {
            return tokens.mapPartitionsWithIndex(new AverageTask(plan, shuffle), true)
                    .setName(TaskDeadline.AVERAGING)
                    .collect();
        } finally {
            tokens.rdd().cleanShuffleDependencies(false);
        }
    }

    private static List<PartResult> results(List<byte[]> bytes) {
        List<PartResult> results = bytes.stream()
                .map(result -> Wire.fromBytes(result, PartResult.class))
                .sorted(Comparator.comparingInt(PartResult::part))
                .toList();
        for (PartResult result : results) {
            if (result.lost() != null) {
                throw new StateLostException(result.lost());
            }
        }
        return results;
    }

    private ShardedState state(Position position, int shared, int kept, List<PartResult> results) {
        List<byte[]> leaves = new ArrayList<>();
        results.forEach(result -> leaves.addAll(result.leaves()));
        StateBlocks blocks = new StateBlocks(
                layout,
                copies.ensure(shared, StateBlocks.sharedBlocks(layout)),
                layout.keptVectors() > 0 ? copies.ensure(kept, StateBlocks.keptBlocks(layout)) : null);
        return new ShardedState(spark, hadoop, position, blocks, ParameterHash.root(leaves));
    }

    @Override
    public <R> R share(RunState state, Function<ParameterSource, R> use) {
        try {
            return use.apply(new ShardedParameters(((ShardedState) state).blocks()));
        } catch (RuntimeException e) {
            throw e;
        } catch (
                Exception
                        e) { // Spark's own, which Scala throws without declaring it; it has the task's failure as text
            if (String.valueOf(e.getMessage()).contains(StateLostException.class.getName())) {
                throw new StateLostException("a part of the model's state is gone", e);
            }
            throw e;
        }
    }
}
