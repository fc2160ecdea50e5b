package io.sparkformer.jobs.prepare;

import io.sparkformer.data.source.UnitSummary;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a unit one by one, read a little ahead by a thread of its own. The reader of archives pushes, Spark's
 * tasks pull; in between lie a few files and never a whole archive, which may be larger than any memory. Decoding
 * overlaps with reading.
 *
 * @param <T> an input
 */
final class PulledInputs<T> implements Iterator<T>, Closeable {
    private static final int FILES_AHEAD = 4;

    private final BlockingQueue<Message<T>> queue = new LinkedBlockingQueue<>(FILES_AHEAD);
    private final Thread thread;
    private @Nullable Message<T> next;

    /** Reads a unit into a consumer. */
    @FunctionalInterface
    interface Source<T> {
        UnitSummary read(Consumer<T> consumer) throws IOException;
    }

    private sealed interface Message<T> {}

    private record Item<T>(T input) implements Message<T> {}

    private record End<T>(UnitSummary summary) implements Message<T> {}

    private record Failed<T>(Throwable failure) implements Message<T> {}

    /** Begins to read. */
    PulledInputs(Source<T> source) {
        thread = new Thread(() -> run(source), "sparkformer-input-reader");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Source<T> source) {
        Message<T> last = read(source);
        try {
            queue.put(last);
        } catch (InterruptedException closed) {
            // Nobody takes it any more, and the thread ends here.
        }
    }

    private Message<T> read(Source<T> source) {
        try {
            return new End<>(source.read(this::put));
        } catch (IOException | RuntimeException | Error failure) {
            return new Failed<>(failure);
        }
    }

    private void put(T input) {
        try {
            queue.put(new Item<>(input));
        } catch (InterruptedException closed) {
            // The exception only ends the reading.
            Thread.currentThread().interrupt();
            throw new CancellationException("the task has ended");
        }
    }

    @Override
    public boolean hasNext() {
        Message<T> message = peek();
        if (message instanceof Failed<T> failed) {
            throw asUnchecked(failed.failure());
        }
        return message instanceof Item<T>;
    }

    @Override
    public T next() {
        if (!hasNext() || !(peek() instanceof Item<T> item)) {
            throw new NoSuchElementException();
        }
        next = null;
        return item.input();
    }

    /** What reading the unit came to, once there is no next input. */
    UnitSummary summary() {
        if (peek() instanceof End<T> end) {
            return end.summary();
        }
        throw new IllegalStateException("the unit is not read to its end");
    }

    private Message<T> peek() {
        Message<T> message = next;
        if (message == null) {
            try {
                message = queue.take();
            } catch (InterruptedException killed) {
                Thread.currentThread().interrupt();
                throw new CancellationException("the task was interrupted");
            }
            next = message;
        }
        return message;
    }

    private static RuntimeException asUnchecked(Throwable failure) {
        if (failure instanceof IOException io) {
            return new UncheckedIOException(io);
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }

    /** Stops reading, wherever it is. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
