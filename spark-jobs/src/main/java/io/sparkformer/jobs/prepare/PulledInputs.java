package io.sparkformer.jobs.prepare;

import io.sparkformer.data.source.SourceImage;
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
 */
final class PulledInputs implements Iterator<SourceImage>, Closeable {
    private static final int FILES_AHEAD = 4;

    private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>(FILES_AHEAD);
    private final Thread thread;
    private @Nullable Message next;

    /** Reads a unit into a consumer. */
    @FunctionalInterface
    interface Source {
        UnitSummary read(Consumer<SourceImage> consumer) throws IOException;
    }

    private sealed interface Message {}

    private record Item(SourceImage image) implements Message {}

    private record End(UnitSummary summary) implements Message {}

    private record Failed(Throwable failure) implements Message {}

    /** Begins to read. */
    PulledInputs(Source source) {
        thread = new Thread(() -> run(source), "sparkformer-input-reader");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Source source) {
        Message last = read(source);
        try {
            queue.put(last);
        } catch (InterruptedException closed) {
            // Nobody takes it any more, and the thread ends here.
        }
    }

    private Message read(Source source) {
        try {
            return new End(source.read(this::put));
        } catch (IOException | RuntimeException | Error failure) {
            return new Failed(failure);
        }
    }

    private void put(SourceImage image) {
        try {
            queue.put(new Item(image));
        } catch (InterruptedException closed) {
            // The exception only ends the reading.
            Thread.currentThread().interrupt();
            throw new CancellationException("the task has ended");
        }
    }

    @Override
    public boolean hasNext() {
        Message message = peek();
        if (message instanceof Failed failed) {
            throw asUnchecked(failed.failure());
        }
        return message instanceof Item;
    }

    @Override
    public SourceImage next() {
        if (!hasNext() || !(peek() instanceof Item item)) {
            throw new NoSuchElementException();
        }
        next = null;
        return item.image();
    }

    /** What reading the unit came to, once there is no next input. */
    UnitSummary summary() {
        if (peek() instanceof End end) {
            return end.summary();
        }
        throw new IllegalStateException("the unit is not read to its end");
    }

    private Message peek() {
        Message message = next;
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
