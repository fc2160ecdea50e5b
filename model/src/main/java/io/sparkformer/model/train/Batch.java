package io.sparkformer.model.train;

import io.sparkformer.model.plan.InputValues;
import java.util.Map;

/**
 * One micro-batch, padded to the graph's batch size with samples of weight 0.
 *
 * @param inputs values of the graph's inputs by name, the masks' excepted
 * @param sampleKeys one key per place in the batch, from which the sample's randomness follows
 * @param weight sum of the samples' weights: the loss's denominator
 * @param samples number of real samples
 */
public record Batch(Map<String, InputValues> inputs, long[] sampleKeys, double weight, int samples) {}
