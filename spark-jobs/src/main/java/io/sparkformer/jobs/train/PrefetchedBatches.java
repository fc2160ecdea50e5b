package io.sparkformer.jobs.train;

import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.model.train.Batch;
import io.sparkformer.model.train.BatchSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The micro-batches of one round, made by a thread of their own while the one before is trained; handed out in order, each
 * valid until the next is asked for. Memory is bounded by the buffers given: one is trained, the others are filled ahead.
 *
 * <p>What the thread throws is thrown to the training task when it asks for that batch. The thread ends with the round;
 * {@link #close} ends it earlier, after the image it is at. It is never interrupted: an interrupt would close files that
 * later rounds go on reading.
 */
final class PrefetchedBatches implements BatchSource, AutoCloseable {
    private final Maker maker;
    private final Round round;
    private final int microBatches;
    private final List<BatchBuffers> buffers;
    private final Thread thread;

    /** All below is guarded by this object. */
    private final Deque<Batch> ready = new ArrayDeque<>();

    private long asked;
    private boolean closed;
    private @Nullable Throwable failure;

    /** Makes a batch. */
    @FunctionalInterface
    interface Maker {
        /** Fills the buffers with the samples of a micro-batch. */
        Batch batch(long step, int microBatch, BatchBuffers buffers) throws IOException;
    }

    /**
     * Begins to read.
     *
     * @param maker called by one thread, in the order of the round
     * @param microBatches of each step
     * @param buffers at least two
     * @param name of the thread
     */
    PrefetchedBatches(Maker maker, Round round, int microBatches, List<BatchBuffers> buffers, String name) {
        if (buffers.size() < 2) {
            throw new IllegalArgumentException("reading ahead with " + buffers.size() + " buffers: it takes two");
        }
        this.maker = maker;
        this.round = round;
        this.microBatches = microBatches;
        this.buffers = List.copyOf(buffers);
        this.thread = new Thread(this::makeAll, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void makeAll() {
        try {
            for (long number = 0; number < count(); number++) {
                if (!awaitFreeBuffer(number)) {
                    return;
                }
                Batch batch = maker.batch(
                        round.firstStep() + number / microBatches, (int) (number % microBatches), buffers.get((int)
                                (number % buffers.size())));
                hand(batch);
            }
        } catch (Throwable thrown) { // also errors: the training task throws it again
            fail(thrown);
        }
    }

    @Override
    public int microBatches() {
        return microBatches;
    }

    private long count() {
        return (long) round.steps() * microBatches;
    }

    /** Waits until the batch that lay in the buffer of batch {@code number} was trained; false when closed. */
    private synchronized boolean awaitFreeBuffer(long number) throws InterruptedException {
        // Whoever asks for batch n has done with n - 1, so that batch n and those up to n + buffers - 1 have room.
        while (!closed && number > asked + buffers.size() - 2) {
            wait();
        }
        return !closed;
    }

    private synchronized void hand(Batch batch) {
        ready.add(batch);
        notifyAll();
    }

    private synchronized void fail(Throwable thrown) {
        failure = thrown;
        notifyAll();
    }

    @Override
    public synchronized Batch batch(long step, int microBatch) throws IOException {
        long number = (step - round.firstStep()) * microBatches + microBatch;
        if (number != asked || number >= count()) {
            throw new IllegalArgumentException("micro-batch " + microBatch + " of step " + step
                    + " was asked for, next is number " + asked + " of the round from step " + round.firstStep());
        }
        asked++;
        notifyAll();
        try {
            while (ready.isEmpty() && failure == null) {
                wait();
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while waiting for data").initCause(interrupt);
        }
        if (ready.isEmpty()) {
            rethrow();
        }
        return ready.remove();
    }

    private void rethrow() throws IOException {
        if (failure instanceof IOException expected) {
            throw expected;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        throw new IllegalStateException("the thread that reads ahead failed", failure);
    }

    /** Returns when the thread has ended: the files that it reads belong to the next task then. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException interrupt) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
