package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.ShardEntry;
import java.io.Serializable;
import org.apache.spark.mllib.stat.MultivariateOnlineSummarizer;
import org.jspecify.annotations.Nullable;

/**
 * What a writing task did.
 *
 * @param split of the shard; empty if the partition has none
 * @param entry the published shard; null if the partition has none
 * @param rejected written to the quarantine
 * @param samplesPerClass of the shard, by label
 * @param statistics of the shard's images, see {@link ChannelMoments}; null outside of the statistics split
 */
record ShardResult(
        String split,
        @Nullable ShardEntry entry,
        long rejected,
        long[] samplesPerClass,
        @Nullable MultivariateOnlineSummarizer statistics)
        implements Serializable {}
