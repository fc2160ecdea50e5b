package io.sparkformer.data.manifest;

import java.io.Serializable;

/**
 * One shard of a split.
 *
 * @param file below the prepared directory
 * @param firstSample the split's number of its first sample
 * @param records samples in it
 * @param bytes length of the file
 * @param sha256 of the file
 */
public record ShardEntry(String file, long firstSample, long records, long bytes, String sha256)
        implements Serializable {}
