package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.ChannelStatistics;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.ShardEntry;
import io.sparkformer.data.manifest.SplitManifest;
import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.data.source.InputFile;
import io.sparkformer.jobs.cli.CodeVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.mllib.stat.MultivariateOnlineSummarizer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the manifest of a version from what its tasks returned.
 *
 * @param kept the version whose shards stay, before the new ones; null if none do
 * @param tally of everything
 * @param descriptions of the classes; none where nothing but their names is known
 * @param statisticsSplit the split whose channel statistics are kept
 */
record ManifestAssembly(@Nullable Manifest kept, Tally tally, List<String> descriptions, String statisticsSplit) {
    /**
     * Makes it.
     *
     * @param schema of the records
     * @param configuration that decided about the shards
     * @param inputs every file
     * @param results of the tasks, in the order of the plan
     * @throws IllegalStateException when the tasks did not write what was read
     */
    Manifest manifest(
            ImageSchema schema, Map<String, String> configuration, List<InputFile> inputs, List<ShardResult> results) {
        requireAllWritten(results);
        List<SplitManifest> splits = new ArrayList<>();
        for (String split : tally.samplesOfSplits().keySet()) {
            splits.add(split(split, results));
        }
        return new Manifest(
                Manifest.FORMAT_VERSION,
                CodeVersion.current(),
                schema,
                tally.classes(),
                descriptions,
                statistics(results),
                configuration,
                inputs,
                splits,
                tally.counts());
    }

    private void requireAllWritten(List<ShardResult> results) {
        long rejected = results.stream().mapToLong(ShardResult::rejected).sum();
        long written = results.stream()
                .mapToLong(result -> result.entry() == null ? 0 : result.entry().records())
                .sum();
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
        long[] samplesPerClass = new long[tally.samplesOfClasses().size()];
        SplitManifest before = kept == null ? null : kept.split(name).orElse(null);
        if (before != null) {
            shards.addAll(before.shards());
            // New classes, if any, come after those that were there: else everything would have been read again.
            for (int label = 0; label < before.samplesPerClass().size(); label++) {
                samplesPerClass[label] += before.samplesPerClass().get(label);
            }
        }
        for (ShardResult result : results) {
            if (result.entry() != null && result.split().equals(name)) {
                shards.add(result.entry());
                for (int label = 0; label < samplesPerClass.length; label++) {
                    samplesPerClass[label] += result.samplesPerClass()[label];
                }
            }
        }
        long samples = shards.stream().mapToLong(ShardEntry::records).sum();
        List<Long> perClass = Arrays.stream(samplesPerClass).boxed().toList();
        return new SplitManifest(name, samples, shards, perClass);
    }

    /** Merged in the order of the shards, so that the same shards give the same bits. */
    private ChannelStatistics statistics(List<ShardResult> results) {
        MultivariateOnlineSummarizer added = new MultivariateOnlineSummarizer();
        for (ShardResult result : results) {
            if (result.statistics() != null && result.entry() != null) {
                added.merge(result.statistics());
            }
        }
        SplitManifest before = kept == null ? null : kept.split(statisticsSplit).orElse(null);
        if (kept == null || before == null) {
            return ChannelMoments.of(added).statistics();
        }
        if (added.count() == 0) {
            return kept.statistics();
        }
        return ChannelMoments.of(kept.statistics(), before.samples())
                .merge(ChannelMoments.of(added))
                .statistics();
    }
}
