/**
 * The sharded exchange by Spark's public interface alone: the state is a cached data set, results pass through an ordinary shuffle.
 */
@NullMarked
package io.sparkformer.jobs.exchange.shuffle;

import org.jspecify.annotations.NullMarked;
