package io.sparkformer.model.plan;

/**
 * What a plan runs.
 *
 * @param kernel bound to its arrays
 * @param place the operation and the first variable it computes, for people
 */
record BoundKernel(Kernel kernel, String place) {}
