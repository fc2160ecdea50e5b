package io.sparkformer.jobs.config;

/** What takes the place of an erased box. */
public enum ErasingFill {
    /** Random levels. */
    NOISE,
    /** The mean colour of the prepared images. */
    MEAN
}
