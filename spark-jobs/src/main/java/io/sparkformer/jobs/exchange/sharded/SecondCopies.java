package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.Slots;
import io.sparkformer.jobs.exchange.StateLostException;
import io.sparkformer.jobs.runtime.Wire;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that every block of a state lies on two executors before a round counts: when one of them dies, nothing is lost.
 * Where there were two, and one has died, the next round waits a while for its successor; one executor that stays alone has to
 * do.
 */
final class SecondCopies {
    private static final Logger LOG = LoggerFactory.getLogger(SecondCopies.class);
    private static final int ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_MILLISECONDS = 50;

    /** Blocks that one task copies. */
    private static final int BLOCKS_PER_TASK = 16;

    private final JavaSparkContext spark;
    /** Whether there are, or will soon be, two executors. */
    private boolean expectsTwo;

    SecondCopies(JavaSparkContext spark) {
        this.spark = spark;
    }

    /**
     * Blocks that one task copies.
     *
     * @param set that they belong to
     * @param blocks their places in it
     */
    record Assignment(int set, List<Integer> blocks) implements Serializable {
        private static final long serialVersionUID = 1;
    }

    /**
     * The blocks of a set, each with two holders if there can be two.
     *
     * @throws StateLostException if a block has no holder left
     */
    BlockSet ensure(int set, int count) {
        int wanted = awaitTwo() ? 2 : 1;
        BlockSet blocks = BlockSet.of(set, count);
        for (int attempt = 0; attempt < ATTEMPTS && blocks.copies() < wanted; attempt++) {
            if (blocks.copies() == 0) {
                throw new StateLostException(
                        "a part of the model's state is gone: the executors that held it are dead");
            }
            copy(blocks);
            blocks = BlockSet.of(set, count);
        }
        if (blocks.copies() < wanted) {
            LOG.warn(
                    "Parts of the model's state have one holder only: when executor(s) {} are lost, training goes back to"
                            + " the last checkpoint",
                    blocks.holders());
        }
        return blocks;
    }

    private boolean awaitTwo() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Slots.executors(spark) < 2 && expectsTwo && System.nanoTime() < deadline) {
            try {
                Thread.sleep(PAUSE_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        boolean found = Slots.executors(spark) >= 2;
        if (expectsTwo && !found) {
            LOG.warn(
                    "One executor is left, and no second one has come for {} s: when it dies, training goes back to the"
                            + " last checkpoint",
                    PATIENCE.toSeconds());
        }
        expectsTwo = found;
        return found;
    }

    private void copy(BlockSet blocks) {
        List<Assignment> assignments = new ArrayList<>();
        List<Integer> single = new ArrayList<>();
        for (int block = 0; block < blocks.held().length; block++) {
            if (blocks.held()[block].length < 2) {
                single.add(block);
            }
        }
        for (int from = 0; from < single.size(); from += BLOCKS_PER_TASK) {
            int end = Math.min(from + BLOCKS_PER_TASK, single.size());
            assignments.add(new Assignment(blocks.id(), List.copyOf(single.subList(from, end))));
        }
        LOG.info("{} blocks of the model's state get a second holder", single.size());
        Wire.parallelize(spark, assignments).foreach(bytes -> copy(Wire.fromBytes(bytes, Assignment.class)));
    }

    /** Wherever the task runs: a holder sends a copy to another executor, any other executor fetches one. */
    private static void copy(Assignment assignment) throws Exception {
        for (int block : assignment.blocks()) {
            SparkBlocks.addCopy(new BlockName(assignment.set(), block));
        }
    }
}
