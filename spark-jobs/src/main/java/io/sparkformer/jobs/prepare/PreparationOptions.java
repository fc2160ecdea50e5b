package io.sparkformer.jobs.prepare;

import io.sparkformer.data.source.ClassIndex;
import io.sparkformer.data.source.SplitRule;
import io.sparkformer.data.source.UnitSize;
import io.sparkformer.jobs.config.RetentionConfig;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the driver must know of the configuration, whatever is prepared.
 *
 * @param section the keys begin with, for messages
 * @param noun for what is prepared, for messages
 * @param layout that the inputs should have, in words
 * @param inputs as configured
 * @param classes the list of classes, if there is one
 * @param allowEmptyClasses whether classes without samples are accepted
 * @param maxRejectedFraction error budget
 * @param hashedSplits splits that must have samples; none unless shares decide
 * @param stratified how each class is divided into splits; null where a sample's split depends on no other
 * @param statisticsSplit whose statistics are kept
 * @param unitSize of a task
 * @param shardBytes of a shard
 * @param resumes whether a run goes on with what one that died has read
 * @param retention which older versions stay
 */
record PreparationOptions(
        String section,
        String noun,
        String layout,
        List<String> inputs,
        ClassIndex classes,
        boolean allowEmptyClasses,
        double maxRejectedFraction,
        Set<String> hashedSplits,
        SplitRule.@Nullable Hashed stratified,
        String statisticsSplit,
        UnitSize unitSize,
        long shardBytes,
        boolean resumes,
        RetentionConfig retention) {
    /** The full name of a key. */
    String key(String name) {
        return section + "." + name;
    }
}
