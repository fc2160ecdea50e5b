package io.sparkformer.benchmark.scaling;

/**
 * What an exchange costs where it was measured; what a byte costs, in seconds of one core.
 *
 * @param round seconds of a round that exchanges next to nothing
 * @param tasks of that round
 * @param task seconds that each further task of a round takes, at the driver and its executor together: the driver alone takes less
 * @param take of a byte of the state that a replica takes from its executor's blocks, and later brings back there
 * @param add of a byte that is added to an average
 * @param make of a byte of the average: from the sum to the stored and hashed block
 * @param move of a byte that comes from another executor, or goes there
 */
record Constants(double round, int tasks, double task, double take, double add, double make, double move) {}
