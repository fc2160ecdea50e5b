package io.sparkformer.jobs.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.config.ExchangeChoice;
import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.compress.Compression;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.PlainAverage;
import io.sparkformer.model.optimizer.ScheduleConfig;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockStatus;
import org.apache.spark.storage.RDDBlockId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** What compression saves, by Spark's own count of the bytes of one round: of task results, shuffle files and blocks. */
class CompressedBytesTest {
    private static final int LENGTH = Chunks.SIZE;
    private static final int WORKERS = 2;

    /** Reports, tokens and what Spark adds. */
    private static final long OVERHEAD = 100_000;

    private static final AtomicLong ROUND_BEGINS = new AtomicLong();
    private static final AtomicLong BLOCK_BYTES = new AtomicLong();

    /** Bytes per parameter that a worker sends, and that it keeps. */
    static Stream<Arguments> compressions() {
        return Stream.of(
                Arguments.of(Compression.NONE, 4, 0),
                Arguments.of(Compression.bf16(false), 2, 0),
                Arguments.of(Compression.bf16(true), 2, 33 / 32.0),
                Arguments.of(Compression.int8(32, false), 33 / 32.0, 0),
                Arguments.of(Compression.int8(32, true), 33 / 32.0, 33 / 32.0),
                Arguments.of(Compression.topK(0.05), 0.05 * 5.1, 2));
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void run_driver_resultsAreWhatIsSentAndKept(Compression compression, double sent, double kept) throws Exception {
        Bytes bytes = bytesOf(ExchangeChoice.DRIVER, compression);

        assertThat(bytes.results).isBetween(ofAll(sent + kept) * 9 / 10, ofAll(sent + kept) + OVERHEAD);
    }

    /** Spark compresses shuffle files on top, by a little where there is nothing to be found. */
    @ParameterizedTest
    @MethodSource("compressions")
    void run_shuffle_recordsAreWhatIsSent(Compression compression, double sent, double kept) throws Exception {
        Bytes bytes = bytesOf(ExchangeChoice.SHUFFLE, compression);

        assertThat(bytes.shuffled).isBetween(ofAll(sent) / 2, ofAll(sent) * 101 / 100 + OVERHEAD);
    }

    @ParameterizedTest
    @MethodSource("compressions")
    void run_sharded_blocksAreWhatIsSentAndKept(Compression compression, double sent, double kept) throws Exception {
        Bytes bytes = bytesOf(ExchangeChoice.SHARDED, compression);

        assertThat(bytes.blocks).isBetween(ofAll(sent + kept) * 9 / 10, ofAll(sent + kept) + OVERHEAD);
        assertThat(bytes.results).isLessThan(OVERHEAD);
    }

    private static long ofAll(double bytesPerParameter) {
        return Math.round(WORKERS * LENGTH * bytesPerParameter);
    }

    private record Bytes(long results, long shuffled, long blocks) {}

    /** The second round's: the first one's residuals are there then. */
    private static Bytes bytesOf(ExchangeChoice choice, Compression compression) throws Exception {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
        StateLayout layout = new StateLayout(LENGTH, 0, OptimizerStatePolicy.RESET, WORKERS, false, false, compression);
        Averaging averaging = new Averaging(
                layout, new PlainAverage(), new ScheduleConfig(ScheduleConfig.Shape.CONSTANT, 1, 0, 1), 0, 1, 0);
        LocalWork work = new SyntheticWork(UUID.randomUUID().toString(), layout);
        Exchange exchange = Exchanges.of(spark, watched(work), averaging, choice);
        RunState first = exchange.begin(Position.start(1), new SyntheticOrigin(layout));
        RunState second = exchange.run(new Round(1, 0, 10), first).state();
        first.close();
        Counter counter = new Counter();
        spark.sc().addSparkListener(counter);
        ROUND_BEGINS.set(spark.sc().newRddId());
        BLOCK_BYTES.set(0);
        exchange.run(new Round(2, 10, 10), second).state().close();
        second.close();
        spark.sc().listenerBus().waitUntilEmpty();
        spark.sc().removeSparkListener(counter);
        return new Bytes(counter.results.get(), counter.shuffled.get(), BLOCK_BYTES.get());
    }

    /** Notes how many bytes of blocks there are when a worker has given its own. */
    private static LocalWork watched(LocalWork work) {
        return (round, worker, port) -> {
            WorkerReport report = work.run(round, worker, port);
            BLOCK_BYTES.accumulateAndGet(storedBytes(), Math::max);
            return report;
        };
    }

    /** Of the blocks that the round has made: their sets' numbers come after. */
    private static long storedBytes() {
        BlockManager manager = SparkEnv.get().blockManager();
        long bytes = 0;
        for (BlockId id : CollectionConverters.asJava(manager.getMatchingBlockIds(
                id -> id instanceof RDDBlockId block && block.rddId() > ROUND_BEGINS.get()))) {
            Option<BlockStatus> status = manager.getStatus(id);
            bytes += status.isDefined() ? status.get().memSize() + status.get().diskSize() : 0;
        }
        return bytes;
    }

    private static final class Counter extends SparkListener {
        private final AtomicLong results = new AtomicLong();
        private final AtomicLong shuffled = new AtomicLong();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            results.addAndGet(end.taskMetrics().resultSize());
            shuffled.addAndGet(end.taskMetrics().shuffleWriteMetrics().bytesWritten());
        }
    }
}
