package io.sparkformer.jobs.config;

import io.sparkformer.data.shard.ImageSchema;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How image files become shards. Another value of a numeric key gives other shards. */
public record PrepareConfig(
        @Key(
                value =
                        "Directories, archives, tables or files of records that hold images; their content, not their place, decides.",
                role = Role.OPERATIONAL)
        List<String> inputs,

        @Key(
                value =
                        "How samples lie in the inputs: folders, ilsvrc, webdataset, tfrecord, parquet, csv, or auto (each input's own, by names and content).",
                role = Role.NUMERIC)
        InputLayout format,

        @Key(value = "What the parts of a sample are called.", role = Role.SECTION)
        FieldsConfig fields,

        @Key(
                value =
                        "A file that lists the classes in the order of their labels, with descriptions; empty: the classes that the inputs have, in order.",
                role = Role.NUMERIC)
        String classList,

        @Key(value = "How many labels an image may have; samples with more are rejected.", role = Role.NUMERIC)
        int maxLabels,

        @Key(
                value =
                        "How images are divided into splits: folders (the first folder level, or the name of an archive or table), hashed (by a hash of the image's name), stratified (so that each class has its share) or single.",
                role = Role.NUMERIC)
        SplitMethod splits,

        @Key(
                value = "With splits = hashed or stratified: the share of each split; the shares add up to 1.",
                role = Role.NUMERIC)
        Map<String, Double> fractions,

        @Key(value = "With splits = hashed or stratified: another one divides otherwise.", role = Role.NUMERIC)
        long splitSeed,

        @Key(value = "With splits = single: the name of the only split.", role = Role.NUMERIC)
        String singleSplit,

        @Key(value = "Height and width of the stored images, in pixels.", role = Role.NUMERIC)
        int imageSize,

        @Key(value = "1 stores grey images, 3 stores RGB.", role = Role.NUMERIC)
        int channels,

        @Key(
                value = "Edge of the stored patches, in pixels; a divisor of image-size; the model may use another.",
                role = Role.NUMERIC)
        int patchSize,

        @Key(
                value = "How an image becomes square: crop (shorter side to image-size, then the centre) or stretch.",
                role = Role.NUMERIC)
        ImageFit fit,

        @Key(value = "Images with more pixels than this are rejected before they are decoded.", role = Role.NUMERIC)
        long maxPixels,

        @Key(value = "Image files larger than this are rejected unread, in bytes.", role = Role.NUMERIC) @Bytes
        long maxBytes,

        @Key(
                value = "Error budget: the job fails when a larger share of the images is rejected.",
                role = Role.OPERATIONAL)
        double maxRejectedFraction,

        @Key(value = "Size at which a shard is closed and the next begun, in bytes.", role = Role.NUMERIC) @Bytes
        long shardBytes,

        @Key(value = "Whether a class folder without images is accepted.", role = Role.OPERATIONAL)
        boolean allowEmptyClasses,

        @Key(value = "The split whose channel mean and deviation normalise all images.", role = Role.NUMERIC)
        String statisticsSplit,

        @Key(value = "How many image files one Spark task reads.", role = Role.OPERATIONAL)
        int filesPerTask,

        @Key(
                value = "How much of a large archive or file of records one Spark task reads, in bytes.",
                role = Role.OPERATIONAL)
        @Bytes
        long bytesPerTask,

        @Key(
                value =
                        "Whether a run goes on with what one that died has read: what is decoded is then kept in the output until a version is published.",
                role = Role.OPERATIONAL)
        boolean resume,

        @Key(value = "Which older versions stay.", role = Role.SECTION)
        RetentionConfig retention) {
    private static final double LARGEST_FILE = 1L << 30;

    /** Refuses values that cannot work. */
    public PrepareConfig {
        inputs = List.copyOf(inputs);
        fractions = Collections.unmodifiableMap(new TreeMap<>(fractions));
        new SplitKeys(splits.byShares(), splits == SplitMethod.SINGLE, fractions, singleSplit, statisticsSplit)
                .require(new Requirements())
                .that(inputs.stream().noneMatch(String::isBlank), "inputs", inputs, "holds an empty name", "Remove it")
                .atLeast("image-size", imageSize, 1)
                .that(channels == 1 || channels == 3, "channels", channels, "is no supported number", "Use 1 or 3")
                .atLeast("patch-size", patchSize, 1)
                .together(
                        imageSize < 1 || patchSize < 1 || imageSize % patchSize == 0,
                        List.of("patch-size", "image-size"),
                        patchSize,
                        "does not divide image-size = " + imageSize,
                        "Use a divisor of image-size")
                .atLeast("max-pixels", maxPixels, 1)
                .between("max-bytes", (double) maxBytes, 1, LARGEST_FILE)
                .between("max-rejected-fraction", maxRejectedFraction, 0, 1)
                .atLeast("shard-bytes", shardBytes, 1)
                .atLeast("files-per-task", filesPerTask, 1)
                .atLeast("bytes-per-task", bytesPerTask, 1)
                .between("max-labels", maxLabels, 1, ImageSchema.MAX_LABELS)
                .check();
    }
}
