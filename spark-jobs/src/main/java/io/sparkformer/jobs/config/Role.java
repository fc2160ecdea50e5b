package io.sparkformer.jobs.config;

/** What a configuration key can change. */
public enum Role {
    /** The key may change the bits of the result: a resumed run refuses another value. */
    NUMERIC,
    /** The key changes where, how fast or how verbosely the work is done, never its result. */
    OPERATIONAL,
    /** The key holds further keys, which have roles of their own. */
    SECTION
}
