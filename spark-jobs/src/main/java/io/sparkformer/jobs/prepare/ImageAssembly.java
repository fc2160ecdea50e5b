package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.ChannelStatistics;
import io.sparkformer.data.manifest.ImageContent;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedContent;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitManifest;
import io.sparkformer.data.shard.ImageSchema;
import java.util.List;
import org.apache.spark.mllib.stat.MultivariateOnlineSummarizer;
import org.jspecify.annotations.Nullable;

/**
 * Images with the statistics of their channels.
 *
 * @param schema of the records
 * @param statisticsSplit the split whose channel statistics are kept
 */
record ImageAssembly(ImageSchema schema, String statisticsSplit) implements ContentAssembly {
    @Override
    public PreparedContent content(@Nullable PreparedData kept, Tally tally, List<ShardResult> results) {
        return new ImageContent(schema, statistics(kept == null ? null : kept.manifest(), results));
    }

    /** Merged in the order of the shards, so that the same shards give the same bits. */
    private ChannelStatistics statistics(@Nullable Manifest kept, List<ShardResult> results) {
        MultivariateOnlineSummarizer added = new MultivariateOnlineSummarizer();
        for (ShardResult result : results) {
            if (result.statistics() instanceof ShardStatistics.Channels channels) {
                added.merge(channels.moments());
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
