/**
 * The exchange for large models: every executor keeps a part of the state as blocks, sums that part of all workers' results,
 * and nothing large passes through the driver.
 */
@NullMarked
package io.sparkformer.jobs.exchange.sharded;

import org.jspecify.annotations.NullMarked;
