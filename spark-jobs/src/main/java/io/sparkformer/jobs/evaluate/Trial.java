package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.exchange.ParameterSource;

/**
 * Parameters, and what they are tried on.
 *
 * @param parameters in layout order
 * @param split its name
 * @param samples how many it has
 */
public record Trial(ParameterSource parameters, String split, long samples) {}
