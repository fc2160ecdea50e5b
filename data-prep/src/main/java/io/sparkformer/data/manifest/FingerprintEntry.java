package io.sparkformer.data.manifest;

import java.io.Serializable;

/**
 * A file with the fingerprints of documents, {@value io.sparkformer.data.cleaning.Fingerprint#BYTES} bytes each: what
 * documents of later runs may be duplicates of.
 *
 * @param file below the prepared directory; named by its content
 * @param documents how many
 * @param bytes of the file
 * @param sha256 of its content, lower-case hexadecimal
 */
public record FingerprintEntry(String file, long documents, long bytes, String sha256) implements Serializable {}
