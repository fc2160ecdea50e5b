package io.sparkformer.jobs.prepare;

import io.sparkformer.data.text.TokenCounts;
import java.io.Serializable;
import org.apache.spark.mllib.stat.MultivariateOnlineSummarizer;

/** What the records of a shard have in common. */
sealed interface ShardStatistics extends Serializable {
    /** Nothing, outside of the statistics split. */
    record None() implements ShardStatistics {}

    /** Of images, see {@link ChannelMoments}. */
    record Channels(MultivariateOnlineSummarizer moments) implements ShardStatistics {}

    /** Of texts. */
    record Tokens(TokenCounts counts) implements ShardStatistics {}
}
