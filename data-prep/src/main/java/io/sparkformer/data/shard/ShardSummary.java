package io.sparkformer.data.shard;

import java.io.Serializable;

/**
 * What a finished shard holds.
 *
 * @param records how many
 * @param bytes length of the file
 * @param sha256 of the whole file, hexadecimal
 */
public record ShardSummary(long records, long bytes, String sha256) implements Serializable {}
