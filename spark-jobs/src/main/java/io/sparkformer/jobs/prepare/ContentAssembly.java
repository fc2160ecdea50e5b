package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedContent;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.ShardStore;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** What the manifest says of the records, on the driver. */
interface ContentAssembly {
    /**
     * Writes what belongs to the version beside its shards.
     *
     * @param staged a file that nobody else writes
     */
    default void publishFiles(ShardStore store, Path staged) throws IOException {}

    /**
     * Makes it.
     *
     * @param kept the version whose shards stay; null if none do
     * @param tally of everything
     * @param results of the tasks, in the order of the plan
     */
    PreparedContent content(@Nullable PreparedData kept, Tally tally, List<ShardResult> results) throws IOException;

    /**
     * Writes what stands beside the manifest for people.
     *
     * @param staged a file that nobody else writes
     * @param version of the manifest
     * @param manifest that is published next
     * @param kept the version whose shards stay; null if none do
     * @param report of what was read now
     */
    default void publishCard(
            ShardStore store,
            Path staged,
            long version,
            Manifest manifest,
            @Nullable PreparedData kept,
            ReadingReport report)
            throws IOException {}
}
