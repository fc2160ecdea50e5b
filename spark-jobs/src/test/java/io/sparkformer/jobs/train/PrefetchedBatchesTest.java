package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.model.train.Batch;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PrefetchedBatchesTest {
    private static final Round ROUND = new Round(3, 10, 4);
    private static final int MICRO_BATCHES = 3;
    private static final String NAME = "data of the test";

    /** What was made, in order, with the buffers that it was made in. */
    private final List<String> made = Collections.synchronizedList(new ArrayList<>());

    private final List<BatchBuffers> used = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 40})
    void batch_wholeRound_comesInOrder(int buffers) throws IOException {
        try (PrefetchedBatches batches = batches(this::make, buffers)) {
            for (int step = 10; step < 14; step++) {
                for (int microBatch = 0; microBatch < MICRO_BATCHES; microBatch++) {
                    assertThat(batches.batch(step, microBatch).samples()).isEqualTo(100 * step + microBatch);
                }
            }
        }

        assertThat(made).hasSize(12).startsWith("10/0", "10/1", "10/2", "11/0").endsWith("13/2");
        assertNoThread();
    }

    /** Whoever trains batch n has n's buffer to himself; the others may be ahead by their number. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void batch_whileOneIsTrained_othersAreMadeButNeverInItsBuffer(int buffers) throws Exception {
        CountDownLatch ahead = new CountDownLatch(buffers);
        try (PrefetchedBatches batches = batches(
                (step, microBatch, into) -> {
                    Batch batch = make(step, microBatch, into);
                    ahead.countDown();
                    return batch;
                },
                buffers)) {
            batches.batch(10, 0);
            // Without reading ahead this would wait for ever: only the first was asked for.
            ahead.await();
            waitUntilThreadWaits();

            assertThat(made).hasSize(buffers);
            assertThat(used.subList(1, buffers)).doesNotContain(used.get(0)).doesNotHaveDuplicates();
        }
    }

    @Test
    void batch_makerFails_earlierBatchesComeAndThenTheFailure() throws IOException {
        for (Throwable failure :
                List.of(new IOException("disk"), new IllegalStateException("bug"), new OutOfMemoryError("heap"))) {
            try (PrefetchedBatches batches = batches(failingAt("10/2", failure), 4)) {
                assertThat(batches.batch(10, 0).samples()).isEqualTo(1000);
                assertThat(batches.batch(10, 1).samples()).isEqualTo(1001);
                assertThatThrownBy(() -> batches.batch(10, 2)).isSameAs(failure);
            }
            assertNoThread();
        }
    }

    private PrefetchedBatches.Maker failingAt(String place, Throwable failure) {
        return (step, microBatch, into) -> {
            if ((step + "/" + microBatch).equals(place)) {
                if (failure instanceof IOException expected) {
                    throw expected;
                }
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            }
            return make(step, microBatch, into);
        };
    }

    @Test
    void close_inMidRound_endsTheThread() throws Exception {
        PrefetchedBatches batches = batches(this::make, 3);
        batches.batch(10, 0);

        batches.close();

        assertNoThread();
        assertThat(made).hasSizeBetween(1, 3);
    }

    @Test
    void close_whileABatchIsMade_waitsForIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        PrefetchedBatches batches = batches(
                (step, microBatch, into) -> {
                    begun.countDown();
                    awaitQuietly(go);
                    return make(step, microBatch, into);
                },
                2);
        begun.await();
        Thread closing = new Thread(batches::close);
        closing.start();
        while (closing.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(made).isEmpty();

        go.countDown();
        closing.join();

        assertThat(made).containsExactly("10/0");
        assertNoThread();
    }

    /** A killed task is interrupted; the thread that reads its data is not. */
    @Test
    void batch_interruptedTask_saysSoAndLeavesTheReaderAlone() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> stillInterrupted = new AtomicReference<>();
        PrefetchedBatches batches = batches(
                (step, microBatch, into) -> {
                    awaitQuietly(go);
                    return make(step, microBatch, into);
                },
                2);
        CountDownLatch left = new CountDownLatch(1);
        Thread task = new Thread(() -> {
            try {
                batches.batch(10, 0);
            } catch (IOException e) {
                thrown.set(e);
            }
            left.countDown();
            batches.close();
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        task.start();
        while (task.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        task.interrupt();
        left.await();
        go.countDown();
        task.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class).hasMessageContaining("waiting for data");
        assertThat(stillInterrupted.get()).isTrue();
        assertNoThread();
    }

    @Test
    void batch_outOfOrder_isRefused() throws IOException {
        try (PrefetchedBatches batches = batches(this::make, 2)) {
            assertThatIllegalArgumentException().isThrownBy(() -> batches.batch(10, 1));
            batches.batch(10, 0);
            assertThatIllegalArgumentException().isThrownBy(() -> batches.batch(10, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> batches.batch(11, 0));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> batches(this::make, 1));
    }

    private static PrefetchedBatches batches(PrefetchedBatches.Maker maker, int buffers) {
        List<BatchBuffers> memory = new ArrayList<>();
        for (int i = 0; i < buffers; i++) {
            memory.add(new BatchBuffers(1));
        }
        return new PrefetchedBatches(maker, ROUND, MICRO_BATCHES, memory, NAME);
    }

    private Batch make(long step, int microBatch, BatchBuffers into) {
        made.add(step + "/" + microBatch);
        used.add(into);
        return new Batch(Map.of(), new long[0], 1, (int) (100 * step + microBatch));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the reading thread was interrupted", e);
        }
    }

    private static void waitUntilThreadWaits() {
        while (threads().stream().noneMatch(thread -> thread.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
    }

    private static void assertNoThread() {
        assertThat(threads()).isEmpty();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(NAME))
                .toList();
    }
}
