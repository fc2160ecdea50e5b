package io.sparkformer.benchmark.scaling;

/**
 * Seconds of a round's stages.
 *
 * @param computing local steps of a replica of ordinary speed
 * @param straggling how much longer the slowest replica takes
 * @param training what the first stage takes beyond them: taking the state and bringing it back
 * @param averaging the second stage
 * @param driver launching tasks, and what the driver does between the stages
 */
record RoundTime(double computing, double straggling, double training, double averaging, double driver) {
    double total() {
        return computing + straggling + training + averaging + driver;
    }

    /** All but the replicas' own work. */
    double exchange() {
        return training + averaging + driver;
    }
}
