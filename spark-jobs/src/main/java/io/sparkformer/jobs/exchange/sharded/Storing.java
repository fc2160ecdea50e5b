package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.Floats;
import io.sparkformer.model.optimizer.FlatSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.TaskContext;

/** Stores blocks twice, here and on another executor, while the task goes on: a few at a time. Must be closed. */
final class Storing implements AutoCloseable {
    /** Blocks that wait to be stored, or are on their way to their second holder. */
    private static final int UNDER_WAY = 4;

    private static final int THREADS = 2;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "state-storing");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<Future<?>> underWay = new ArrayDeque<>();
    private final Floats floats = new Floats();

    /** Stores the first {@code count} elements of a vector. */
    void store(BlockName name, FlatSource values, int count) throws IOException {
        store(name, floats.encode(values, 0, count, SparkBlocks.allocate(Float.BYTES * count)));
    }

    /** Stores bytes. */
    void store(BlockName name, ByteBuffer bytes) throws IOException {
        TaskContext.get().killTaskIfInterrupted();
        while (underWay.size() >= UNDER_WAY) {
            await(underWay.remove());
        }
        underWay.add(threads.submit(() -> {
            SparkBlocks.putTwice(name, bytes);
            return null;
        }));
    }

    /** Waits until everything is stored. */
    void finish() throws IOException {
        while (!underWay.isEmpty()) {
            await(underWay.remove());
        }
    }

    private static void await(Future<?> storing) throws IOException {
        try {
            storing.get();
        } catch (ExecutionException e) {
            throw new IOException("a block could not be stored: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while storing blocks", e);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
