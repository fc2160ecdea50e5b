package io.sparkformer.jobs.preflight;

import java.io.Serializable;

/**
 * Prepared data that executors will read.
 *
 * @param directory where they lie
 * @param version of them
 * @param split that is read; it has samples
 */
public record DataPlace(String directory, long version, String split) implements Serializable {
    private static final long serialVersionUID = 1;
}
