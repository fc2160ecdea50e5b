package io.sparkformer.jobs.prepare;

import io.sparkformer.data.image.Fit;
import io.sparkformer.data.image.ImageLimits;
import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.data.source.SplitRule;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ImageFit;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.config.PrepareConfig;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.config.SplitMethod;
import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What tasks must know of the configuration.
 *
 * @param rule decides the split of an image
 * @param limits what a file may cost
 * @param schema of the records
 * @param fit how an image becomes square
 */
record PreparationSettings(SplitRule rule, ImageLimits limits, ImageSchema schema, Fit fit) implements Serializable {
    static PreparationSettings of(PrepareConfig config) {
        try {
            return new PreparationSettings(
                    rule(config),
                    new ImageLimits(config.maxPixels(), config.maxBytes()),
                    new ImageSchema(config.imageSize(), config.channels(), config.patchSize()),
                    config.fit() == ImageFit.CROP ? Fit.CROP : Fit.STRETCH);
        } catch (IllegalArgumentException refused) {
            throw new UserError("prepare: " + refused.getMessage(), "Correct the configuration", refused);
        }
    }

    private static SplitRule rule(PrepareConfig config) {
        return switch (config.splits()) {
            case FOLDERS -> new SplitRule.Folders();
            case HASHED -> new SplitRule.Hashed(config.fractions());
            case SINGLE -> new SplitRule.Single(config.singleSplit());
        };
    }

    /**
     * The keys that decide the shards' bytes, as the manifest keeps them. Without {@code prepare.inputs}: the manifest
     * lists every input by itself, without the directories of one machine. Without keys that have no effect.
     */
    static SortedMap<String, String> numericKeys(ResolvedConfig configuration) {
        SplitMethod splits = configuration.experiment().prepare().splits();
        SortedMap<String, String> keys = new TreeMap<>(configuration.numericKeys(JobName.PREPARE_IMAGES));
        keys.keySet()
                .removeIf(key -> key.equals("prepare.inputs")
                        || (splits != SplitMethod.HASHED && key.startsWith("prepare.fractions"))
                        || (splits != SplitMethod.SINGLE && key.equals("prepare.single-split")));
        return keys;
    }
}
