package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.source.SourceImage;
import io.sparkformer.data.source.UnitSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PulledInputsTest {
    private static SourceImage image(int number) {
        return new SourceImage("a/" + number, "train", List.of("a"), new byte[] {(byte) number}, null);
    }

    private static UnitSummary summary(long images) {
        return new UnitSummary(images, 0, 0, new TreeSet<>(), new TreeSet<>());
    }

    @Test
    void iterator_manyInputs_allInOrderThenTheSummary() {
        PulledInputs<SourceImage> inputs = new PulledInputs<>(consumer -> {
            for (int i = 0; i < 100; i++) {
                consumer.accept(image(i));
            }
            return summary(100);
        });
        List<String> sources = new ArrayList<>();
        inputs.forEachRemaining(image -> sources.add(image.source()));

        assertThat(sources).hasSize(100).startsWith("a/0", "a/1").endsWith("a/99");
        assertThat(inputs.summary()).isEqualTo(summary(100));
        assertThatThrownBy(inputs::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void iterator_readingFails_failsAfterWhatWasRead() {
        PulledInputs<SourceImage> inputs = new PulledInputs<>(consumer -> {
            consumer.accept(image(1));
            throw new IOException("the disk is gone");
        });
        assertThat(inputs.next().source()).isEqualTo("a/1");
        assertThatThrownBy(inputs::hasNext)
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("the disk is gone");
        assertThatThrownBy(inputs::hasNext).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void iterator_outOfMemory_isNotHidden() {
        PulledInputs<SourceImage> inputs = new PulledInputs<>(consumer -> {
            throw new OutOfMemoryError("a test");
        });
        assertThatThrownBy(inputs::hasNext).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void close_inTheMiddle_endsTheReading() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        PulledInputs<SourceImage> inputs = new PulledInputs<>(consumer -> {
            try {
                for (int i = 0; ; i++) {
                    consumer.accept(image(i));
                }
            } finally {
                ended.countDown();
            }
        });
        inputs.next();
        inputs.close();
        ended.await();
    }
}
