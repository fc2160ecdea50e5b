package io.sparkformer.model.train;

import io.sparkformer.model.optimizer.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;

/**
 * Runs the shares of a micro-batch side by side, and the step that follows in as many parts. How many threads there are
 * changes when a share runs, never its result.
 */
final class ShareThreads implements Parts, AutoCloseable {
    private final int shares;
    private final ExecutorService threads;

    ShareThreads(int shares) {
        this.shares = shares;
        this.threads = Executors.newFixedThreadPool(Math.max(1, shares - 1), runnable -> {
            Thread thread = new Thread(runnable, "replica-share");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs shares 0 to {@code count} - 1, the first in this thread, and returns their results in order. */
    double[] run(int count, IntToDoubleFunction share) {
        List<Future<Double>> others = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            int index = i;
            others.add(threads.submit(() -> share.applyAsDouble(index)));
        }
        double[] results = new double[count];
        if (count > 0) {
            results[0] = share.applyAsDouble(0);
        }
        for (int i = 1; i < count; i++) {
            results[i] = finished(others.get(i - 1));
        }
        return results;
    }

    @Override
    public int count() {
        return shares;
    }

    @Override
    public void run(IntConsumer work) {
        run(shares, part -> {
            work.accept(part);
            return 0;
        });
    }

    private static double finished(Future<Double> share) {
        try {
            return share.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a share of the batch failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the shares of a batch were computed", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
