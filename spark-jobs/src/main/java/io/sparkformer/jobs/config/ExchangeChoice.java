package io.sparkformer.jobs.config;

/** How the workers' results become the next state; all ways make the same bits. */
public enum ExchangeChoice {
    /** By the size of what is exchanged. */
    AUTO,
    /** Everything to the driver, which averages and broadcasts. */
    DRIVER,
    /** Blocks on executors, each of which averages a part; nothing large passes through the driver. */
    SHARDED,
    /** The same by an ordinary shuffle, for a Spark whose internals are not those that sharded uses. */
    SHUFFLE
}
