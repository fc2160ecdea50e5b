package io.sparkformer.benchmark.scaling;

import io.sparkformer.jobs.exchange.Chunks;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;

/**
 * Rounds of the sharded exchange, simulated: which bytes each executor takes, adds, makes and sends follows from where the
 * exchange puts its blocks; what a byte costs is measured. An executor's core works while its network sends, so each stage
 * takes the longer of the two.
 *
 * @param constants of the machines
 * @param cluster that is simulated
 * @param layout of the state; every executor has one worker
 */
record RoundSimulation(Constants constants, Cluster cluster, StateLayout layout) {
    private static final int HOLDERS = 2;

    /** Rounds whose median is the typical one. */
    private static final int ROUNDS = 101;

    /** A typical round, in which a replica of ordinary speed computes for so many seconds. */
    RoundTime typical(double computing) {
        double[] slowest = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            slowest[round] = slowest(round);
        }
        Arrays.sort(slowest);
        double straggling = computing * (slowest[ROUNDS / 2] - 1);
        return new RoundTime(computing, straggling, training(), averaging(), driver());
    }

    /** Into how many parts the state is cut: not into more than it has chunks. */
    int parts() {
        return Math.min(cluster.executors(), chunks());
    }

    private int chunks() {
        return new Chunks(layout.length()).count();
    }

    private double state() {
        return layout.exchangedBytes();
    }

    /** Bytes of the largest part. */
    private double part() {
        return state() * -Math.floorDiv(-chunks(), parts()) / chunks();
    }

    /** Of what belongs to all executors alike, the share that lies on others. */
    private double elsewhere() {
        return 1 - 1.0 / cluster.executors();
    }

    /** How long work takes that all executors do at once, of which each has a core only for a part of the time. */
    private double shared(double seconds) {
        return seconds * cluster.executors() / cluster.cores();
    }

    /** Each replica takes the state, of which its executor holds some, and brings its own back to where it is. */
    private double training() {
        double received = state() * (1 - Math.min(1, (double) HOLDERS / cluster.executors()));
        // The blocks lie on the executors that averaged them, and on as many that have the second copies.
        double holders = Math.min(cluster.executors(), HOLDERS * parts());
        double sent = received * cluster.executors() / holders;
        double work = state() * constants.take() + (received + sent) * constants.move();
        return Math.max(shared(work), Math.max(received, sent) / cluster.bandwidth());
    }

    /** The owner of a part adds up what all replicas brought back of it, and sends what comes of it to a second holder. */
    private double averaging() {
        double pieces = part() * cluster.executors();
        double copies = cluster.executors() > 1 ? part() : 0;
        double received = pieces * elsewhere() + copies;
        double sent = state() * elsewhere() + copies;
        double work = pieces * constants.add() + part() * constants.make() + (received + sent) * constants.move();
        return Math.max(shared(work), Math.max(received, sent) / cluster.bandwidth());
    }

    private double driver() {
        int more = cluster.executors() + parts() - constants.tasks();
        return constants.round() + more * constants.task();
    }

    /** How many times as long as an ordinary replica the slowest of a round takes. */
    private double slowest(int round) {
        long key = CounterRandom.key(round);
        double slowest = 1;
        for (int executor = 0; executor < cluster.executors(); executor++) {
            slowest = Math.max(slowest, Math.exp(cluster.spread() * CounterRandom.gaussian(key, executor)));
        }
        return slowest;
    }
}
