package io.sparkformer.jobs.prepare;

import io.sparkformer.data.image.Fit;
import io.sparkformer.data.image.ImageLimits;
import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.data.source.ClassIndex;
import io.sparkformer.data.source.FieldNames;
import io.sparkformer.data.source.LabelRule;
import io.sparkformer.data.source.ReadingRules;
import io.sparkformer.data.source.SplitRule;
import io.sparkformer.data.source.SplitShares;
import io.sparkformer.data.source.UnitSize;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.FieldsConfig;
import io.sparkformer.jobs.config.ImageFit;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.config.PrepareConfig;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.config.SplitMethod;
import java.io.Serializable;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What tasks must know of the configuration.
 *
 * @param rules decide how inputs are read
 * @param schema of the records
 * @param fit how an image becomes square
 */
record PreparationSettings(ReadingRules rules, ImageSchema schema, Fit fit) implements Serializable {
    static PreparationSettings of(PrepareConfig config, ClassIndex classes) {
        FieldsConfig fields = config.fields();
        try {
            return new PreparationSettings(
                    new ReadingRules(
                            rule(config),
                            new LabelRule(classes, config.maxLabels()),
                            new FieldNames(fields.image(), fields.label(), fields.split()),
                            new ImageLimits(config.maxPixels(), config.maxBytes())),
                    new ImageSchema(config.imageSize(), config.channels(), config.patchSize(), config.maxLabels()),
                    config.fit() == ImageFit.CROP ? Fit.CROP : Fit.STRETCH);
        } catch (IllegalArgumentException refused) {
            throw new UserError("prepare: " + refused.getMessage(), "Correct the configuration", refused);
        }
    }

    /** What the driver must know. */
    PreparationOptions options(PrepareConfig config) {
        return new PreparationOptions(
                "prepare",
                "images",
                rules.splits().layout(),
                config.inputs(),
                rules.labels().index(),
                config.allowEmptyClasses(),
                config.maxRejectedFraction(),
                config.splits().byShares() ? config.fractions().keySet() : Set.of(),
                config.splits() == SplitMethod.STRATIFIED ? hashed(config) : null,
                config.statisticsSplit(),
                new UnitSize(config.filesPerTask(), config.bytesPerTask()),
                config.shardBytes(),
                config.resume(),
                config.retention());
    }

    /** What an image file may cost. */
    ImageLimits limits() {
        return rules.limits();
    }

    private static SplitRule rule(PrepareConfig config) {
        return switch (config.splits()) {
            case FOLDERS -> new SplitRule.Folders();
            case HASHED, STRATIFIED -> hashed(config);
            case SINGLE -> new SplitRule.Single(config.singleSplit());
        };
    }

    private static SplitRule.Hashed hashed(PrepareConfig config) {
        return new SplitRule.Hashed(new SplitShares(config.fractions()), config.splitSeed());
    }

    /**
     * The keys that decide the shards' bytes, as the manifest keeps them. Without {@code prepare.inputs}: the manifest
     * lists every input by itself, without the directories of one machine. Without keys that have no effect. With the
     * formats that were found, and the list of classes by its content.
     */
    static SortedMap<String, String> numericKeys(ResolvedConfig configuration, Inputs inputs, ClassList classes) {
        PrepareConfig prepare = configuration.experiment().prepare();
        SplitMethod splits = prepare.splits();
        SortedMap<String, String> keys = new TreeMap<>(configuration.numericKeys(JobName.PREPARE_IMAGES));
        keys.keySet()
                .removeIf(key -> key.equals("prepare.inputs")
                        || (!splits.byShares() && key.startsWith("prepare.fractions"))
                        || ((!splits.byShares() || prepare.splitSeed() == 0) && key.equals("prepare.split-seed"))
                        || (key.startsWith("prepare.fields.")
                                && keys.getOrDefault(key, "").isBlank())
                        || (prepare.maxLabels() == 1 && key.equals("prepare.max-labels"))
                        || (splits != SplitMethod.SINGLE && key.equals("prepare.single-split")));
        replace(keys, "prepare.class-list", classes.sha256());
        replace(keys, "prepare.format", inputs.formats());
        return keys;
    }

    /** Puts a value in the place of another; an empty one is left out. */
    static void replace(SortedMap<String, String> keys, String key, String value) {
        if (value.isEmpty()) {
            keys.remove(key);
        } else {
            keys.put(key, value);
        }
    }
}
