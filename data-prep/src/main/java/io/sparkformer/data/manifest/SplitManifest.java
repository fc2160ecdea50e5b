package io.sparkformer.data.manifest;

import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.data.shard.RecordSchema;
import io.sparkformer.data.shard.TextSchema;
import io.sparkformer.data.shard.TextTarget;
import java.util.List;

/**
 * One split: its samples are numbered from 0 through its shards in their order.
 *
 * @param name such as train
 * @param inputs how many images or documents became these samples: of images each one, of documents by how they are packed
 * @param samples in all shards
 * @param shards in order, without gaps
 * @param samplesPerClass one number per class of the manifest; where samples may have several labels, each counts
 */
public record SplitManifest(
        String name, long inputs, long samples, List<ShardEntry> shards, List<Long> samplesPerClass) {
    /** Checks that the numbers agree. */
    public SplitManifest {
        shards = List.copyOf(shards);
        samplesPerClass = List.copyOf(samplesPerClass);
        long next = 0;
        for (ShardEntry shard : shards) {
            if (shard.firstSample() != next || shard.records() < 0) {
                throw new IllegalArgumentException("split " + name + ": shard " + shard.file() + " begins at sample "
                        + shard.firstSample() + ", expected " + next);
            }
            next += shard.records();
        }
        if (next != samples) {
            throw new IllegalArgumentException(
                    "split " + name + " says " + samples + " samples, its shards hold " + next);
        }
    }

    /** A split in which every input is one sample. */
    public SplitManifest(String name, long samples, List<ShardEntry> shards, List<Long> samplesPerClass) {
        this(name, samples, samples, shards, samplesPerClass);
    }

    /** Checks that there are as many labels as the samples can have. */
    void requireLabels(RecordSchema schema) {
        long labels = samplesPerClass.stream().mapToLong(Long::longValue).sum();
        boolean labelled = !(schema instanceof TextSchema texts) || texts.target() == TextTarget.CLASSES;
        int maxLabels = schema instanceof ImageSchema images ? images.maxLabels() : ((TextSchema) schema).maxLabels();
        if (labelled && (labels < samples || labels > samples * maxLabels)) {
            throw new IllegalArgumentException("split " + name + " says " + samples + " samples with 1 to " + maxLabels
                    + " labels each, its classes count " + labels);
        }
    }
}
