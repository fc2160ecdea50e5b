package io.sparkformer.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long millis = 1_000;

    private Progress progress(boolean terminal) {
        InstantSource clock = () -> Instant.ofEpochMilli(millis);
        return new Progress(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, clock);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static ProgressUpdate update(long step) {
        return new ProgressUpdate(step, 0.5, 1e-3, 1234, 0.25, 1.5);
    }

    @Test
    void update_inLog_printsPlainLinesWithPauses() {
        try (Progress progress = progress(false)) {
            progress.total(200, 0);
            for (int step = 10; step <= 60; step += 10) {
                millis += 4_000;
                progress.update(update(step));
            }
        }
        assertThat(shown().lines())
                .containsExactly(
                        "step 10/200 (5%)  loss 0.5000  rate 1.00e-03  1,234 samples/s  data 0.3 s  averaging 1.5 s"
                                + "  ETA 1 min 16 s",
                        "step 40/200 (20%)  loss 0.5000  rate 1.00e-03  1,234 samples/s  data 0.3 s  averaging 1.5 s"
                                + "  ETA 1 min 4 s",
                        "step 60/200 (30%)  loss 0.5000  rate 1.00e-03  1,234 samples/s  data 0.3 s  averaging 1.5 s"
                                + "  ETA 56 s");
        assertThat(shown()).doesNotContain("\r", "\u001b");
    }

    @Test
    void update_onTerminal_rewritesOneLine() {
        try (Progress progress = progress(true)) {
            progress.update(update(1));
            millis += 1_000;
            progress.update(update(2));
        }
        assertThat(shown())
                .startsWith("\r\u001b[Kstep 1 ")
                .contains("\r\u001b[Kstep 2 ")
                .endsWith("s\n");
        assertThat(shown().chars().filter(character -> character == '\n').count())
                .isEqualTo(1);
    }

    @Test
    void message_onTerminal_replacesTheLineAndStays() {
        try (Progress progress = progress(true)) {
            progress.update(update(1));
            progress.message("tune accuracy 80 %");
        }
        assertThat(shown()).endsWith("\r\u001b[Ktune accuracy 80 %\n");
    }

    @Test
    void update_resumedRun_estimatesFromItsOwnSteps() {
        try (Progress progress = progress(false)) {
            progress.total(1_000, 900);
            millis += 10_000;
            progress.update(update(950));
        }
        assertThat(shown()).contains("ETA 10 s");
    }
}
