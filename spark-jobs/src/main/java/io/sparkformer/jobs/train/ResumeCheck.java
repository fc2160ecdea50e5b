package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.config.KeyDifference;
import io.sparkformer.jobs.config.ResolvedConfig;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Refuses to continue a run as another one: what decides the bits must be what it was. */
final class ResumeCheck {
    /** The key of the number of epochs. */
    static final String EPOCHS = "training.epochs";

    private static final String SCHEDULE = "training.schedule.";

    private ResumeCheck() {}

    /** Requires the same data and the same numeric keys. */
    static void require(CheckpointHeader stored, ResolvedConfig now, PreparedData data) {
        requireSame(numericKeys(stored), now.numericKeys(JobName.TRAIN));
        if (!stored.dataSha256().equals(data.contentSha256())) {
            throw new UserError(
                    "This run cannot go on with other data: its checkpoint was trained on data "
                            + stored.dataSha256() + ", "
                            + now.experiment().data().directory() + " now holds "
                            + data.contentSha256(),
                    "Give back the data it began with, set training.continue-on-new-data = true to go on with the new"
                            + " ones, or give another --output to start a new run");
        }
    }

    /** Requires the same numeric keys, except for those that are defined anew with new data. */
    static void requireModel(CheckpointHeader stored, ResolvedConfig now) {
        SortedMap<String, String> before = numericKeys(stored);
        SortedMap<String, String> after = new TreeMap<>(now.numericKeys(JobName.TRAIN));
        before.keySet().removeIf(ResumeCheck::isOfPlan);
        after.keySet().removeIf(ResumeCheck::isOfPlan);
        requireSame(before, after);
    }

    private static void requireSame(Map<String, String> before, Map<String, String> after) {
        List<KeyDifference> differences = ResolvedConfig.numericDifferences(before, after);
        if (!differences.isEmpty()) {
            throw new UserError(
                    "This run cannot go on with another configuration: " + KeyDifference.describe(differences),
                    "Set the keys back, or give another --output to start a new run");
        }
    }

    /** How long the data are trained, and at which rates: what new data may have of their own. */
    static SortedMap<String, String> planOf(SortedMap<String, String> keys) {
        SortedMap<String, String> plan = new TreeMap<>(keys);
        plan.keySet().removeIf(key -> !isOfPlan(key));
        return plan;
    }

    private static boolean isOfPlan(String key) {
        return key.equals(EPOCHS) || key.startsWith(SCHEDULE);
    }

    /** As they were stored; a key that is newer than the checkpoint had what is its default now. */
    static SortedMap<String, String> numericKeys(CheckpointHeader stored) {
        SortedMap<String, String> keys =
                new TreeMap<>(ConfigLoader.ofJson(stored.configuration()).numericKeys(JobName.TRAIN));
        keys.putAll(stored.numericKeys());
        return keys;
    }
}
