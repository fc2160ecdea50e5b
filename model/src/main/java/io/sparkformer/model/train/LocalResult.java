package io.sparkformer.model.train;

/**
 * What local steps led to.
 *
 * @param state parameters and optimizer after the steps
 * @param totals what is to be told of the steps
 */
public record LocalResult(ReplicaState state, LocalTotals totals) {}
