package io.sparkformer.data.tokenizer;

/**
 * Two neighbouring tokens that become one.
 *
 * @param left id of the first
 * @param right id of the second
 * @param merged id of what they become
 */
record Merge(int left, int right, int merged) {}
