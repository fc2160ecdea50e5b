package io.sparkformer.data.manifest;

/**
 * The tokenizer that a version was prepared with; its file lies in the prepared directory.
 *
 * @param file below the prepared directory: {@code tokenizer-<first 16 digits of its SHA-256>.json}
 * @param sha256 of the file
 * @param vocabulary how many tokens it knows: one more than the greatest id
 * @param specialTokens the ids of those that mean something by themselves
 */
public record TokenizerEntry(String file, String sha256, int vocabulary, SpecialTokens specialTokens) {}
