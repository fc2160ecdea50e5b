package io.sparkformer.model.cpu;

import io.sparkformer.model.plan.Precision;

/**
 * What the kernels of one plan are made with.
 *
 * @param library the plan's access to oneDNN
 * @param precision of products with weights
 */
record Workshop(OneDnn library, Precision precision) {}
