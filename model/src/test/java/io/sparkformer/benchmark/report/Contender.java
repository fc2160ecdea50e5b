package io.sparkformer.benchmark.report;

/**
 * A way to train a model that the benchmark times.
 *
 * @param engine what computes
 * @param precision of the matrix products
 * @param replicas processes that share the batch and step at the same time
 * @param threads of each replica
 */
public record Contender(String engine, Precision precision, int replicas, int threads) {
    /** Threads of all replicas together. */
    public int totalThreads() {
        return replicas * threads;
    }

    /** Replicas by threads, as in 2x1. */
    public String division() {
        return replicas + "x" + threads;
    }

    @Override
    public String toString() {
        return engine + " " + precision.label() + " " + division();
    }
}
