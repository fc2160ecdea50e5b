package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.Counts;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitManifest;
import io.sparkformer.jobs.report.Summary;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The job's fields in {@code summary.json}.
 *
 * @param summary takes them
 */
record PreparationSummary(Summary summary) {
    /** What was read; told before it is accepted, so that a refused run shows why. */
    void put(Counts counts, ReadingReport report) {
        summary.put("read", counts.read())
                .put("rejected", counts.rejected())
                .put("removed", counts.removed())
                .put("ignored", counts.ignored())
                .put("readNow", report.read())
                .put("rejectedNowByReason", report.rejectionsOfReasons())
                .put("firstRejections", report.firstRejections())
                .put("removedNowByFilter", report.accounts().removed())
                .put("removedExamples", report.accounts().examples());
    }

    /** What is there now. */
    void put(PreparedData prepared, boolean upToDate) {
        Manifest manifest = prepared.manifest();
        Map<String, Long> splits = new LinkedHashMap<>();
        manifest.splits().forEach(split -> splits.put(split.name(), split.samples()));
        summary.put("samples", manifest.counts().written())
                .put("read", manifest.counts().read())
                .put("written", manifest.counts().written())
                .put("rejected", manifest.counts().rejected())
                .put("removed", manifest.counts().removed())
                .put("ignored", manifest.counts().ignored())
                .put("splits", splits)
                .put("classes", manifest.classes().size())
                .put(
                        "shards",
                        manifest.splits().stream()
                                .map(SplitManifest::shards)
                                .mapToInt(shards -> shards.size())
                                .sum())
                .put("manifestVersion", prepared.version())
                .put("manifestSha256", prepared.manifestSha256())
                .put("contentSha256", prepared.contentSha256())
                .put("upToDate", upToDate);
    }
}
