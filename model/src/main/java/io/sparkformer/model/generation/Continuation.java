package io.sparkformer.model.generation;

/**
 * What follows a prompt.
 *
 * @param tokens without the one that ended it
 * @param ended whether one did; else the text is as long as it may be
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Continuation(int[] tokens, boolean ended) {}
