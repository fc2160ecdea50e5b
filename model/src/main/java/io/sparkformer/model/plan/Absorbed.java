package io.sparkformer.model.plan;

import io.sparkformer.model.operation.ActivationFunction;
import org.jspecify.annotations.Nullable;

/**
 * A node that the run before it does in its stead.
 *
 * @param output version of the variable that the node would have written
 * @param addend version of what it adds; null if it does not
 * @param function what it applies; null if it does not
 */
record Absorbed(
        String output, @Nullable String addend, @Nullable ActivationFunction function) {}
