package io.sparkformer.jobs.runtime;

/**
 * A training sample as an epoch visits it, together with the one that it may be mixed with.
 *
 * @param number of the sample in its split
 * @param key of seed, epoch and number, from which all of its randomness follows
 * @param partner number of the other sample; its own number where it has none
 * @param partnerKey the other sample's key
 */
public record DrawnSample(long number, long key, long partner, long partnerKey) {}
