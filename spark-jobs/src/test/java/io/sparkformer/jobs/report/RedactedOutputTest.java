package io.sparkformer.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.report.ReportContent.Fact;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever a job hands to these, secrets in addresses do not come out. */
class RedactedOutputTest {
    private static final String ADDRESS = "s3a://AKIA:hunter2@bucket/run";

    /** As an exception of a file system quotes it, in whatever is nested in the summary. */
    @Test
    void summary_textsAtAnyDepth_areRedacted() {
        Summary summary = new Summary()
                .put("error", Map.of("stackTrace", "IOException: \"" + ADDRESS + "\"\n\tat a.b"))
                .put("provenance", List.of("x.conf", "--set output=" + ADDRESS))
                .put("steps", 3);

        String json = new String(summary.toJson(), StandardCharsets.UTF_8);

        assertThat(json).doesNotContain("hunter2", "AKIA").contains("s3a://(redacted)@bucket/run", "\"steps\" : 3");
        assertThat(summary.get("steps")).isEqualTo(3);
    }

    @Test
    void report_titleFactsAndConfiguration_areRedacted() {
        String html = HtmlReport.render(new ReportContent(
                "Training",
                ADDRESS + ", 3 steps",
                List.of(new Fact("Output", ADDRESS)),
                List.of(),
                null,
                "{ \"output\" : \"" + ADDRESS + "\" }"));

        assertThat(html).doesNotContain("hunter2", "AKIA").contains("s3a://(redacted)@bucket/run, 3 steps");
    }

    @Test
    void progress_messages_areRedacted() {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(shown, true, StandardCharsets.UTF_8);
        try (Progress progress = new Progress(stream, false, InstantSource.system())) {
            progress.message("passing over " + ADDRESS);
        }

        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains("passing over s3a://(redacted)@bucket/run")
                .doesNotContain("hunter2");
    }
}
