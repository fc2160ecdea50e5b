package io.sparkformer.jobs.config;

/** What becomes of the replicas' optimizer states at the end of a round. */
public enum OptimizerStatePolicy {
    /** They are averaged like the parameters: a round is a pure function of its inputs. */
    AVERAGE,
    /** Each replica keeps its own. */
    KEEP,
    /** Each round begins with an empty state. */
    RESET
}
