package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedContent;
import io.sparkformer.data.manifest.ShardEntry;
import io.sparkformer.data.manifest.SplitManifest;
import io.sparkformer.data.source.InputFile;
import io.sparkformer.jobs.cli.CodeVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the manifest of a version from what its tasks returned.
 *
 * @param kept the version whose shards stay, before the new ones; null if none do
 * @param tally of everything
 * @param classes the names of the classes, by label
 * @param descriptions of the classes; none where nothing but their names is known
 */
record ManifestAssembly(@Nullable Manifest kept, Tally tally, List<String> classes, List<String> descriptions) {
    /**
     * Makes it.
     *
     * @param content what is known of the records
     * @param configuration that decided about the shards
     * @param inputs every file
     * @param results of the tasks, in the order of the plan
     * @throws IllegalStateException when the tasks did not write what was read
     */
    Manifest manifest(
            PreparedContent content,
            Map<String, String> configuration,
            List<InputFile> inputs,
            List<ShardResult> results) {
        requireAllWritten(results);
        List<SplitManifest> splits = new ArrayList<>();
        for (String split : tally.samplesOfSplits().keySet()) {
            splits.add(split(split, results));
        }
        return new Manifest(
                content.formatVersion(),
                CodeVersion.current(),
                content,
                classes,
                descriptions,
                configuration,
                inputs,
                splits,
                tally.counts());
    }

    private void requireAllWritten(List<ShardResult> results) {
        long rejected = results.stream().mapToLong(ShardResult::rejected).sum();
        long written = results.stream().mapToLong(ShardResult::samples).sum();
        long before = kept == null ? 0 : kept.counts().rejected();
        long writtenBefore = kept == null ? 0 : kept.counts().written();
        if (before + rejected != tally.counts().rejected()
                || writtenBefore + written != tally.counts().written()) {
            throw new IllegalStateException("read " + tally.counts() + ", but the tasks wrote " + written
                    + " samples and " + rejected + " rejections: inputs were lost");
        }
    }

    private SplitManifest split(String name, List<ShardResult> results) {
        List<ShardEntry> shards = new ArrayList<>();
        long[] samplesPerClass = new long[classes.size()];
        long inputs = 0;
        long samples = 0;
        SplitManifest before = kept == null ? null : kept.split(name).orElse(null);
        if (before != null) {
            shards.addAll(before.shards());
            inputs = before.inputs();
            samples = before.samples();
            // New classes, if any, come after those that were there: else everything would have been read again.
            for (int label = 0; label < before.samplesPerClass().size(); label++) {
                samplesPerClass[label] += before.samplesPerClass().get(label);
            }
        }
        for (ShardResult result : results) {
            ShardEntry entry = result.entry();
            if (entry != null && result.split().equals(name)) {
                shards.add(new ShardEntry(entry.file(), samples, entry.records(), entry.bytes(), entry.sha256()));
                samples += entry.records();
                inputs += result.samples();
                for (int label = 0; label < samplesPerClass.length; label++) {
                    samplesPerClass[label] += result.samplesPerClass()[label];
                }
            }
        }
        List<Long> perClass = Arrays.stream(samplesPerClass).boxed().toList();
        return new SplitManifest(name, inputs, samples, shards, perClass);
    }
}
