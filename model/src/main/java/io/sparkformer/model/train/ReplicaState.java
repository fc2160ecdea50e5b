package io.sparkformer.model.train;

import io.sparkformer.model.optimizer.OptimizerState;

/**
 * What a replica takes from one round into the next.
 *
 * @param parameters in layout order
 * @param optimizer the optimizer's moments
 */
public record ReplicaState(float[] parameters, OptimizerState optimizer) {}
