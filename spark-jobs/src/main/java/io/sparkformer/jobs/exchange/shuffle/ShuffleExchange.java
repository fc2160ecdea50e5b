package io.sparkformer.jobs.exchange.shuffle;

import io.sparkformer.jobs.exchange.Averaging;
import io.sparkformer.jobs.exchange.BroadcastParameters;
import io.sparkformer.jobs.exchange.Exchange;
import io.sparkformer.jobs.exchange.Floats;
import io.sparkformer.jobs.exchange.LocalWork;
import io.sparkformer.jobs.exchange.ParameterSource;
import io.sparkformer.jobs.exchange.Position;
import io.sparkformer.jobs.exchange.Reports;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.exchange.RoundOutcome;
import io.sparkformer.jobs.exchange.RunState;
import io.sparkformer.jobs.exchange.Slots;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StateOrigin;
import io.sparkformer.jobs.exchange.TaskDeadline;
import io.sparkformer.jobs.exchange.Worker;
import io.sparkformer.jobs.exchange.WorkerReport;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import io.sparkformer.jobs.runtime.Wire;
import io.sparkformer.model.checkpoint.ParameterHash;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The sharded exchange where Spark's internals may not be touched: workers read the state from a cached data set, their results
 * pass through a sorting shuffle to the task of each chunk, and the averages are the next data set, whose lineage is cut.
 *
 * <p>Every result is written to disk and read again; and to evaluate, the parameters pass through the driver.
 */
public final class ShuffleExchange implements Exchange {
    private final JavaSparkContext spark;
    private final LocalWork work;
    private final Averaging averaging;
    private final StateLayout layout;
    private final Keys keys;
    private final Broadcast<SerializableConfiguration> hadoop;

    /** An exchange for one run. */
    public ShuffleExchange(JavaSparkContext spark, LocalWork work, Averaging averaging) {
        this.spark = spark;
        this.work = work;
        this.averaging = averaging;
        this.layout = averaging.layout();
        this.keys = new Keys(layout);
        this.hadoop = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    }

    @Override
    public RunState begin(Position position, StateOrigin origin) {
        boolean keeps = layout.keptVectors() > 0;
        return state(
                position,
                numbers(keys.chunks()).mapPartitionsToPair(new PlaceChunk(layout, origin, hadoop, false)),
                keeps
                        ? numbers(layout.workers()).mapPartitionsToPair(new PlaceChunk(layout, origin, hadoop, true))
                        : null);
    }

    private org.apache.spark.api.java.JavaRDD<Integer> numbers(int count) {
        return spark.parallelize(IntStream.range(0, count).boxed().toList(), count);
    }

    @Override
    public RoundOutcome run(Round round, RunState before) {
        ShuffleState state = (ShuffleState) before;
        long since = System.nanoTime();
        List<Worker> workers = IntStream.range(0, layout.workers())
                .mapToObj(worker -> new Worker(worker, state.position().optimizerSteps(worker)))
                .toList();
        JavaPairRDD<Integer, byte[]> trained = state.over(layout.workers(), new TrainWork(work, layout, round, workers))
                .setName(TaskDeadline.TRAINING)
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Reports reports = Reports.of(reports(trained));
            FaultPoints.reach(FaultPoint.TRAIN_BEFORE_AVERAGE, "round", round.number());
            RunState after = average(round, state, trained, reports);
            return reports.outcome(after, (System.nanoTime() - since) / 1e9, Slots.of(spark));
        } finally {
            trained.unpersist(false);
        }
    }

    private static List<WorkerReport> reports(JavaPairRDD<Integer, byte[]> trained) {
        return LostState.watch(() -> trained.filter(record -> record._1() == Keys.REPORT)
                        .values()
                        .collect())
                .stream()
                .map(bytes -> Wire.fromBytes(bytes, WorkerReport.class))
                .toList();
    }

    private RunState average(Round round, ShuffleState state, JavaPairRDD<Integer, byte[]> trained, Reports reports) {
        JavaPairRDD<Integer, byte[]> pieces =
                trained.filter(record -> record._1() >= 0).repartitionAndSortWithinPartitions(new Keys.ByChunk(keys));
        JavaPairRDD<Integer, byte[]> shared = JavaPairRDD.fromJavaRDD(
                        pieces.zipPartitions(state.shared(), new AverageChunk(averaging, round, reports.weights())))
                .setName(TaskDeadline.AVERAGING);
        JavaPairRDD<Integer, byte[]> kept = layout.keptVectors() > 0
                ? trained.filter(record -> record._1() < 0 && record._1() != Keys.REPORT)
                : null;
        try {
            return state(reports.position(round, layout.policy()), shared, kept);
        } finally {
            pieces.rdd().cleanShuffleDependencies(false);
        }
    }

    /** Computes the data sets of a state and cuts off what they came from. */
    private ShuffleState state(
            Position position, JavaPairRDD<Integer, byte[]> shared, @Nullable JavaPairRDD<Integer, byte[]> kept) {
        JavaPairRDD<Integer, byte[]> cached = cut(shared);
        List<byte[]> leaves = LostState.watch(
                () -> cached.mapPartitions(ShuffleExchange::leaf).collect());
        JavaPairRDD<Integer, byte[]> own = kept == null ? null : cut(kept);
        if (own != null) {
            LostState.watch(own::count);
        }
        return new ShuffleState(hadoop, layout, position, cached, own, ParameterHash.root(leaves));
    }

    private static JavaPairRDD<Integer, byte[]> cut(JavaPairRDD<Integer, byte[]> records) {
        records.persist(StorageLevel.MEMORY_AND_DISK_2());
        records.rdd().localCheckpoint();
        return records;
    }

    /** The hash of the parameters' chunk, which is a partition's first record. */
    private static Iterator<byte[]> leaf(Iterator<Tuple2<Integer, byte[]>> records) {
        ByteBuffer bytes = ByteBuffer.wrap(records.next()._2());
        float[] values = new float[bytes.remaining() / Float.BYTES];
        Floats.view(bytes).get(values);
        return List.of(ParameterHash.leaf(values, 0, values.length)).iterator();
    }

    @Override
    public <R> R share(RunState state, Function<ParameterSource, R> use) {
        float[] parameters = new float[layout.length()];
        int offset = 0;
        Iterator<byte[]> chunks = LostState.watch(() -> ((ShuffleState) state)
                .shared()
                .filter(record -> record._1() == 0)
                .values()
                .toLocalIterator());
        while (chunks.hasNext()) {
            byte[] chunk = chunks.next();
            Floats.view(ByteBuffer.wrap(chunk)).get(parameters, offset, chunk.length / Float.BYTES);
            offset += chunk.length / Float.BYTES;
        }
        Broadcast<float[]> broadcast = spark.broadcast(parameters);
        try {
            return use.apply(new BroadcastParameters(broadcast));
        } finally {
            broadcast.destroy();
        }
    }
}
