package io.sparkformer.jobs.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report shows, from top to bottom.
 *
 * @param title for instance {@code ViT Ti/16 on Fashion-MNIST}
 * @param subtitle one line below it: when, where, how it ended
 * @param facts the numbers that matter most
 * @param charts curves; those without two points are left out
 * @param classes class by class, or null when nothing was classified
 * @param configurationJson the resolved configuration, secrets redacted
 */
public record ReportContent(
        String title,
        String subtitle,
        List<Fact> facts,
        List<Chart> charts,
        @Nullable ClassResults classes,
        String configurationJson) {
    /** Copies the lists. */
    public ReportContent {
        facts = List.copyOf(facts);
        charts = List.copyOf(charts);
    }

    /**
     * One number that matters.
     *
     * @param name for instance {@code Test accuracy}
     * @param value as a person reads it
     */
    public record Fact(String name, String value) {}
}
