package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.config.KeyDifference;
import io.sparkformer.jobs.config.ResolvedConfig;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Refuses to continue a run as another one: what decides the bits must be what it was. */
final class ResumeCheck {
    private ResumeCheck() {}

    static void require(CheckpointHeader stored, ResolvedConfig now, PreparedData data) {
        List<KeyDifference> differences =
                ResolvedConfig.numericDifferences(numericKeys(stored), now.numericKeys(JobName.TRAIN));
        if (!differences.isEmpty()) {
            throw new UserError(
                    "This run cannot go on with another configuration: " + KeyDifference.describe(differences),
                    "Set the keys back, or give another --output to start a new run");
        }
        if (!stored.dataSha256().equals(data.contentSha256())) {
            throw new UserError(
                    "This run cannot go on with other data: its checkpoint was trained on data "
                            + stored.dataSha256() + ", "
                            + now.experiment().data().directory() + " now holds "
                            + data.contentSha256(),
                    "Give back the data it began with, or give another --output to start a new run");
        }
    }

    /** As they were stored; a key that is newer than the checkpoint had what is its default now. */
    private static SortedMap<String, String> numericKeys(CheckpointHeader stored) {
        SortedMap<String, String> keys =
                new TreeMap<>(ConfigLoader.ofJson(stored.configuration()).numericKeys(JobName.TRAIN));
        keys.putAll(stored.numericKeys());
        return keys;
    }
}
