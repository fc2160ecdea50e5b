package io.sparkformer.jobs.train;

import io.sparkformer.jobs.config.ExchangeChoice;
import io.sparkformer.jobs.exchange.ExchangeMemory;
import io.sparkformer.jobs.exchange.Slots;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.preflight.Findings;
import io.sparkformer.jobs.preflight.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Whether the driver and the executors have room for what is exchanged. */
final class ExchangePreflight {
    private final SparkConf conf;
    private final StateLayout layout;
    private final ExchangeChoice exchange;
    private final ExchangeMemory memory;

    ExchangePreflight(JavaSparkContext spark, StateLayout layout, ExchangeChoice exchange) {
        this.conf = spark.getConf();
        this.layout = layout;
        this.exchange = exchange;
        this.memory = ExchangeMemory.of(exchange, layout, Slots.executors(spark));
    }

    /**
     * With which training could not go on beyond its first round.
     *
     * @param heap of the driver, in bytes
     */
    List<Problem> problems(long heap) {
        List<Problem> problems = new ArrayList<>();
        long most = conf.getSizeAsBytes("spark.driver.maxResultSize", "1g");
        if (most > 0 && memory.result() > most) {
            problems.add(new Problem(
                    "training.exchange = driver would bring " + megabytes(memory.result()) + " of " + layout.workers()
                            + " workers to the driver in a round, which takes " + megabytes(most)
                            + " at the most (spark.driver.maxResultSize)",
                    "Set training.exchange = sharded, or --conf spark.driver.maxResultSize=0 and --driver-memory "
                            + gigabytes(memory.driver())));
        } else if (memory.driver() > heap) {
            problems.add(new Problem(
                    "training.exchange = driver needs about " + megabytes(memory.driver())
                            + " of heap in the driver, which has " + megabytes(heap),
                    "Set training.exchange = sharded, or --driver-memory " + gigabytes(memory.driver())));
        }
        return problems;
    }

    /** What makes rounds slower, or executors die. */
    List<Problem> warnings(Findings findings) {
        long storage = findings.smallestStorage();
        if (memory.executor() <= storage) {
            return List.of();
        }
        if (exchange == ExchangeChoice.DRIVER) {
            return List.of(new Problem(
                    "training.exchange = driver keeps up to " + megabytes(memory.executor())
                            + " in an executor's heap beside the replica, and Spark may keep " + megabytes(storage)
                            + " there: rounds slow down, or the executor dies",
                    "Set training.exchange = sharded, or give executors more --executor-memory"));
        }
        return List.of(new Problem(
                "The exchange keeps up to " + megabytes(memory.executor())
                        + " in an executor, and Spark may keep " + megabytes(storage)
                        + " there in memory: the rest goes to its disk in every round",
                "Add --conf spark.memory.offHeap.enabled=true --conf spark.memory.offHeap.size="
                        + gigabytes(memory.executor()) + ", or give executors more --executor-memory"));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MB", Math.max(1, Math.round(bytes / 1e6)));
    }

    private static String gigabytes(long bytes) {
        return Math.max(1, -Math.floorDiv(-bytes, 1L << 30)) + "g";
    }
}
