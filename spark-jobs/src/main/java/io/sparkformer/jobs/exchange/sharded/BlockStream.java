package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.sharded.SparkBlocks.Use;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.TaskContext;
import org.apache.spark.network.buffer.ManagedBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads blocks one after the other, from this process where it has them and else from another, while the next few are already
 * on their way. Must be closed, also after a failure.
 */
final class BlockStream implements AutoCloseable {
    /** Blocks on their way at a time: enough to hide the way, few enough not to need much memory. */
    private static final int AHEAD = 6;

    private static final long PATIENCE_MILLISECONDS = 500;

    private final String here = SparkBlocks.here().executor();
    private final List<Wanted> wanted;
    private final Deque<Request> asked = new ArrayDeque<>();
    private int next;

    /**
     * One block to be read.
     *
     * @param name the block
     * @param holder who has it
     */
    record Wanted(BlockName name, Holder holder) {}

    private record Request(Wanted wanted, @Nullable CompletableFuture<ManagedBuffer> answer) {}

    /** The blocks in the order in which they will be read. */
    BlockStream(List<Wanted> wanted) {
        this.wanted = wanted;
    }

    /**
     * Reads the next block.
     *
     * @throws BlockLostException if its holder does not give it
     */
    void next(Use use) throws IOException, BlockLostException {
        askAhead();
        Request request = asked.remove();
        Wanted block = request.wanted();
        if (request.answer() == null) {
            if (!SparkBlocks.useLocal(block.name(), use)) {
                throw new BlockLostException(block, new IOException("it is not here any more"));
            }
            return;
        }
        ManagedBuffer buffer = await(block, request.answer());
        try {
            use.of(buffer.nioByteBuffer());
        } finally {
            buffer.release();
        }
    }

    private void askAhead() {
        while (asked.size() < AHEAD && next < wanted.size()) {
            Wanted block = wanted.get(next++);
            boolean local = block.holder().executor().equals(here);
            asked.add(new Request(block, local ? null : SparkBlocks.fetch(block.holder(), block.name())));
        }
    }

    private static ManagedBuffer await(Wanted block, CompletableFuture<ManagedBuffer> answer)
            throws BlockLostException {
        while (true) {
            try {
                return answer.get(PATIENCE_MILLISECONDS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                TaskContext.get().killTaskIfInterrupted();
            } catch (ExecutionException e) {
                throw new BlockLostException(block, e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                TaskContext.get().killTaskIfInterrupted();
                throw new BlockLostException(block, e);
            }
        }
    }

    @Override
    public void close() {
        for (Request request : asked) {
            CompletableFuture<ManagedBuffer> answer = request.answer();
            if (answer != null && !answer.cancel(false) && !answer.isCompletedExceptionally()) {
                answer.join().release();
            }
        }
        asked.clear();
    }
}
