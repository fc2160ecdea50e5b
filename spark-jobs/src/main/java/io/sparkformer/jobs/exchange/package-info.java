/**
 * How the workers of a round get the averaged state, and how their results become the next one. Knows nothing of images,
 * batches or models: what a worker does in between is a {@link io.sparkformer.jobs.exchange.LocalWork}.
 */
@NullMarked
package io.sparkformer.jobs.exchange;

import org.jspecify.annotations.NullMarked;
